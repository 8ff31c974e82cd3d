// Models cli-runtime pkg/genericclioptions print_flags.go and pkg/printers (v0.37.1).
import { quote } from '../../api/go-text.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Context } from './command.ts';
import { fail } from './failure.ts';
import { TemplateError } from './go-functions.ts';
import { readTemplate } from './go-template.ts';
import { compactJSON, goSyntax, indented, indentedJSON, objectInStructOrder, printed, sorted } from './go-value.ts';
import { executeJSONPath, findResults, JSONPathError, parseJSONPath, relaxedJSONPath } from './jsonpath.ts';
import { toKYAML } from './kyaml-text.ts';
import { alignTable } from './tabwriter.ts';
import { nameOf, type Printer } from './print.ts';
import { toYAML } from './yaml-text.ts';

const GENERIC = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'kyaml',
  'name',
  'template',
  'templatefile',
  'yaml',
];
/** The commands that print Go structs; the others print maps. */
const TYPED = /^(auth|config|create|events|rollout|set) |^(events|expose|run)$/;
const OF_GET = [...GENERIC, 'custom-columns', 'custom-columns-file', 'wide'];

/** Go leaves out an empty list of managers also where they are asked for. */
function withoutManagedFields(object: KubernetesObject, onlyEmpty: boolean): KubernetesObject {
  const items = (object as unknown as { readonly items?: readonly KubernetesObject[] }).items;
  if (Array.isArray(items)) return { ...object, items: items.map((item) => withoutManagedFields(item, onlyEmpty)) } as unknown as KubernetesObject;
  const managers = object.metadata?.managedFields;
  if (!managers || (onlyEmpty && managers.length > 0)) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function readTemplateFile(context: Context, path: string): string {
  return context.process.files.read(path) ?? fail(`error reading --template ${path}, open ${path}: no such file or directory`);
}

/** Carries a jsonpath template out; what goes wrong ends the command with the template and the object. */
function jsonPathPrinter(template: string, strict: boolean, asJSON: boolean): (object: Json) => string {
  const path = orFail(
    () => parseJSONPath(template),
    (text) => `error parsing jsonpath ${template}, ${text}`,
  );
  return (object) =>
    orFail(
      () => executeJSONPath(path, object, strict, asJSON),
      (text) =>
        `error executing jsonpath ${quote(template)}: Error executing template: ${text}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
    );
}

function orFail<T>(step: () => T, words: (text: string, written: string) => string): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof JSONPathError || error instanceof TemplateError) return fail(words(error.text, error instanceof TemplateError ? error.written : ''));
    throw error;
  }
}

function customColumns({ process }: Context, columns: readonly (readonly [header: string, path: string])[], noHeaders: boolean): Printer {
  const header = columns.map(([name]) => name).join('\t');
  // A watch prints the header once, and a later row no narrower than an earlier one.
  const lines = noHeaders ? [] : [header];
  let printedLines = 0;
  const table = (): string => {
    const aligned = alignTable(lines.map((line) => `${line}\n`).join(''))
      .split('\n')
      .slice(0, -1);
    const fresh = aligned.slice(printedLines);
    printedLines = aligned.length;
    return fresh.map((line) => `${line}\n`).join('');
  };
  return (object) => {
    // Paths are read when the header stands already.
    const paths = columns.map(([, path]) =>
      orFail(
        () => parseJSONPath(relaxedJSONPath(path)),
        (text) => {
          if (!noHeaders) process.out(alignTable(`${header}\n`));
          return text;
        },
      ),
    );
    const items = (object as unknown as { readonly items?: readonly Json[] }).items ?? [object as unknown as Json];
    for (const item of items) {
      const cells = paths.map((path) => {
        const found = orFail(
          () => findResults(path, item),
          (text) => {
            process.out(table());
            return text;
          },
        );
        const values = found.flat().map(printed);
        return (found.length === 0 || found[0]?.length === 0 ? ['<none>', ...values] : values).join(',');
      });
      lines.push(cells.join('\t'));
    }
    return table();
  };
}

function columnsOfSpec(spec: string): (readonly [string, string])[] {
  if (spec === '') fail('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) fail(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return [part.slice(0, colon), part.slice(colon + 1)];
  });
}

function columnsOfFile(context: Context, path: string): (readonly [string, string])[] {
  const text = context.process.files.read(path) ?? fail(`error reading template ${path}, open ${path}: no such file or directory\n`);
  const lines = text.replace(/\n$/, '').split('\n');
  if (text === '' || lines.length < 2)
    fail(
      `invalid template, missing ${text === '' ? 'header' : 'spec'} line. Expected format is one line of space separated headers, one line of space separated column specs.`,
    );
  const [headers = [], specs = []] = lines.map((line) => line.split(/\s+/).filter((word) => word !== ''));
  if (headers.length !== specs.length) fail(`number of headers (${headers.length}) and field specifications (${specs.length}) don't match`);
  return headers.map((header, i) => [header, specs[i] as string]);
}

/** The printer of `-o` and `--template`, one of which is given. Ends the command where the format is unknown. */
export function formatPrinter(context: Context, ofGet: boolean): Printer {
  const { flags } = context;
  const given = flags.text('output');
  const argument = flags.text('template');
  const output = given === '' ? 'go-template' : given;
  const equals = output.indexOf('=');
  const format = argument !== '' || equals < 0 ? output : output.slice(0, equals);
  const template = argument !== '' ? argument : equals < 0 ? '' : output.slice(equals + 1);
  const strict = !flags.on('allow-missing-template-keys');
  const lower = output.toLowerCase();
  if (lower === 'name')
    return (object) => ((object as unknown as { readonly items?: readonly KubernetesObject[] }).items ?? [object]).map((one) => `${nameOf(one)}\n`).join('');
  if (lower === 'json' || lower === 'yaml' || lower === 'kyaml') {
    const shown: (object: KubernetesObject) => Json = (object) => withoutManagedFields(object, flags.on('show-managed-fields')) as unknown as Json;
    let count = 0;
    const json = TYPED.test(context.path) ? (object: Json) => indented(objectInStructOrder(object as JsonObject)) : indentedJSON;
    const ordered = TYPED.test(context.path) ? (object: Json) => objectInStructOrder(object as JsonObject) : sorted;
    if (lower === 'kyaml') return (object) => toKYAML(ordered(shown(object)));
    return lower === 'json' ? (object) => `${json(shown(object))}\n` : (object) => `${count++ > 0 ? '---\n' : ''}${toYAML(shown(object))}`;
  }
  switch (format) {
    case 'jsonpath':
    case 'jsonpath-as-json':
    case 'jsonpath-file': {
      if (template === '') fail('template format specified but no template given');
      const print = jsonPathPrinter(format === 'jsonpath-file' ? readTemplateFile(context, template) : template, strict, format === 'jsonpath-as-json');
      return (object) => print(withoutManagedFields(object, true) as unknown as JsonObject);
    }
    case 'template':
    case 'templatefile':
    case 'go-template':
    case 'go-template-file': {
      if (template === '') fail('template format specified but no template given');
      const text = format.endsWith('file') ? readTemplateFile(context, template) : template;
      const run = orFail(
        () => readTemplate(text, strict, context.process.step),
        (words) => `error parsing template ${text}, template: output:${words.replace('parse ', '')}`,
      );
      return (object) => {
        const data = sorted(withoutManagedFields(object, true) as unknown as Json);
        const debug = (words: string, written: string): string => {
          context.process.out(
            `${written}Error executing template: ${words}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${text}\n\traw data was:\n\t\t${compactJSON(data)}\n\tobject given to template engine was:\n\t\t${printed(data)}\n\n`,
          );
          return `error executing template ${quote(text)}: ${words}`;
        };
        return orFail(
          () => run(data),
          (words, written) => debug(`template: output:${words}`, written),
        );
      };
    }
    case 'custom-columns':
    case 'custom-columns-file':
      if (!ofGet) break;
      if (template === '') fail('custom-columns format specified but no custom columns given');
      return customColumns(context, format === 'custom-columns' ? columnsOfSpec(template) : columnsOfFile(context, template), flags.on('no-headers'));
  }
  return fail(
    `unable to match a printer suitable for the output format ${quote(output)}, allowed formats are: ${[...(ofGet ? OF_GET : GENERIC)].sort().join(',')}`,
  );
}
