// Models as much of Go's text/template as plugin/template is used with: values, `index`, `printf` with %s and %d, `parseInt`.
import { CorefileError } from './corefile-syntax.ts';

type Value = string | number | readonly string[] | { readonly [key: string]: string };

/** A name has at most 255 characters, and so has no use for a longer template of a record. */
const MOST_CHARACTERS = 2000;

/** A template with the facts of one question put in. Throws `CorefileError` where it asks for what there is not. */
export function executeTemplate(text: string, data: { readonly [field: string]: Value }): string {
  if (text.length > MOST_CHARACTERS) throw failure(`more than ${MOST_CHARACTERS} characters`);
  return text.replaceAll(/(?:\s*\{\{-(?=\s)|\{\{)([^{}]*?)(?:(?<=\s)-\}\}\s*|\}\})/g, (_, pipeline: string) => String(valueOf(pipeline.trim(), data)));
}

const failure = (expression: string): CorefileError => new CorefileError(`template: not simulated: ${expression}`);

function valueOf(pipeline: string, data: { readonly [field: string]: Value }): Value {
  let piped: Value | undefined;
  for (const command of pipeline.split(/\s*\|\s*/)) {
    const [name = '', ...words] = command.match(/"[^"]*"|\([^()]*\)|\S+/g) ?? [];
    const args = [...words.map((word) => operand(word, data)), ...(piped === undefined ? [] : [piped])];
    piped =
      name === 'index'
        ? elementOf(args, pipeline)
        : name === 'printf'
          ? printed(args)
          : name === 'parseInt'
            ? parseInt(String(args[0]), Number(args[1]))
            : operand(name, data);
  }
  return piped ?? '';
}

function operand(word: string, data: { readonly [field: string]: Value }): Value {
  if (/^".*"$/.test(word)) return word.slice(1, -1);
  if (/^-?\d+$/.test(word)) return Number(word);
  if (/^\(.*\)$/.test(word)) return valueOf(word.slice(1, -1), data);
  const [, field = '', ...rest] = word.split('.');
  const found = data[field];
  if (!word.startsWith('.') || found === undefined) throw failure(word);
  return rest.reduce<Value>(
    (value, key) => (typeof value === 'object' && !Array.isArray(value) ? ((value as { readonly [key: string]: string })[key] ?? '<no value>') : value),
    found,
  );
}

function elementOf([from, key]: readonly Value[], pipeline: string): Value {
  const found = typeof from === 'object' ? (from as { readonly [key: string]: string })[String(key)] : undefined;
  if (found === undefined) throw failure(pipeline);
  return found;
}

function printed([format, ...args]: readonly Value[]): string {
  let at = 0;
  return String(format).replaceAll(/%(0?)(\d*)([sdvx%])/g, (_, zero: string, width: string, verb: string) => {
    if (verb === '%') return '%';
    const value = args[at++] ?? '';
    if (Number(width) > MOST_CHARACTERS) throw failure(`a width of ${width}`);
    return (verb === 'x' ? Number(value).toString(16) : String(value)).padStart(Number(width || 0), zero || ' ');
  });
}
