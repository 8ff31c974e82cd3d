// Models kubectl pkg/explain/v2 templates/plaintext.tmpl (v0.37.1).
import type { FieldDescription, TypeDescription } from '../../api/descriptions.generated.ts';
import { API_RESOURCES } from '../../api/api-resources.ts';
import { fieldAt } from '../../api/schema.ts';
import { type Context, notSimulated } from './command.ts';
import { exit, fail } from './failure.ts';
import { DESCRIPTIONS_PART, FURTHER_DESCRIPTIONS_PART } from './reference-parts.ts';
import { findResource } from './resource-builder.ts';

/** Groups whose kinds the first part has. */
const KNOWN_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'discovery.k8s.io']);

type Descriptions = { readonly [type: string]: TypeDescription };

/** Breaks text at spaces so that lines are at most `limit` long. Models mitchellh/go-wordwrap WrapString (v1.0.1). */
function wrap(text: string, limit: number): string {
  let out = '';
  let current = 0;
  let word = '';
  let space = '';
  const flush = (): void => {
    current += space.length + word.length;
    out += space + word;
    space = word = '';
  };
  for (const character of text) {
    if (character === '\n') {
      if (word === '' && current + space.length > limit) space = '';
      flush();
      out += character;
      current = 0;
    } else if (/\s/.test(character) && character !== '\u00a0') {
      if (space === '' || word !== '') flush();
      space += character;
    } else {
      word += character;
      if (current + word.length + space.length > limit && word.length < limit) {
        out += '\n';
        current = 0;
        space = '';
      }
    }
  }
  return word === '' && current + space.length > limit ? out : out + space + word;
}

const indent = (text: string, amount: number): string => ' '.repeat(amount) + text.replaceAll('\n', `\n${' '.repeat(amount)}`);

/** The key of the type behind a word such as `[]ServicePort`; two kinds share one name in two groups. */
function typeKey(descriptions: Descriptions, group: string, word: string): string | undefined {
  const name = word.replace(/^(\[\]|map\[string\])+/, '');
  const own = `${group.split('.')[0] ?? ''}/${name}`;
  return Object.hasOwn(descriptions, own) ? own : Object.hasOwn(descriptions, name) ? name : undefined;
}

function fieldLines(
  descriptions: Descriptions,
  group: string,
  type: TypeDescription,
  level: number,
  short: boolean,
  maxDepth: number,
  above: readonly string[],
): string {
  return Object.keys(type.fields)
    .sort()
    .map((name) => {
      const field = type.fields[name] as FieldDescription;
      const amount = level * 2;
      const values = field.enum ?? [];
      const shown = values.slice(0, 4).map((value) => value || '""');
      let text = `${indent(name, amount)}\t<${field.type}>${field.required ? ' -required-' : ''}${values.length > 0 ? `\n${indent(`enum: ${shown.join(', ')}${values.length > 4 ? ', ....' : ''}`, amount)}` : ''}\n`;
      if (!short) text += `${indent(wrap(field.description || '<no description>', 78 - amount), amount + 2)}\n\n`;
      const key = typeKey(descriptions, group, field.type);
      if (short && key !== undefined && !above.includes(key) && (maxDepth === 0 || level < maxDepth))
        text += fieldLines(descriptions, group, descriptions[key] as TypeDescription, level + 1, true, maxDepth, [...above, key]);
      return text;
    })
    .join('');
}

/** `kubectl explain`. */
export function explain(context: Context): number {
  const { args, flags, process } = context;
  if (args.length === 0) fail('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n');
  if (args.length > 1) fail('We accept only this format: explain RESOURCE\n');
  const maxDepth = flags.integer('max-depth');
  const recursive = flags.on('recursive');
  if (maxDepth > 0 && !recursive) fail('--max-depth requires --recursive');
  if (maxDepth < 0) fail('--max-depth must be non-negative');
  const word = args[0] as string;
  // Models kubectl pkg/explain SplitAndParseResourceRequest: the word is read as the fields of a JSONPath.
  if (/^\.|\.\.|\[/.test(word)) fail('invalid jsonpath syntax, first node must be field node');
  const [first = '', ...rest] = word.split('.').filter((step) => step !== '');
  const version = flags.text('api-version');
  const found = findResource(first);
  const resource = (version && API_RESOURCES.find(({ name, apiVersion }) => name === found?.name && apiVersion === version)) || found;
  if (!resource) {
    process.err(`the server doesn't have a resource type "${first}"\n`);
    return exit(1);
  }
  const output = flags.text('output');
  if (output !== 'plaintext' && output !== 'plaintext-openapiv2') fail(`unrecognized format: ${output}`);
  if (version && version !== resource.apiVersion) {
    if (version === 'autoscaling/v1' && resource.group === 'autoscaling') return exit(notSimulated(context, `explain --api-version=${version}`));
    const at = version.indexOf('/');
    fail(`couldn't find resource for "${version.slice(0, Math.max(at, 0))}/${version.slice(at + 1)}, Resource=${resource.name}"`);
  }
  const qualified = `${resource.name}.${resource.group}`;
  const steps =
    resource.group !== '' && word.startsWith(qualified)
      ? word
          .slice(qualified.length)
          .split('.')
          .filter((step) => step !== '')
      : rest;
  // What is decoded here has its words in the first part, and so have the types within it.
  const known = DESCRIPTIONS_PART.content;
  const isKnown = KNOWN_GROUPS.has(resource.group) && Object.hasOwn(known, resource.kind);
  const descriptions: Descriptions = isKnown ? known : { ...known, ...FURTHER_DESCRIPTIONS_PART.content };
  const root = descriptions[typeKey(descriptions, resource.group, resource.kind) ?? ''];
  if (!root || output !== 'plaintext')
    return notSimulated(context, `the documentation of ${resource.name}${resource.group ? `.${resource.group}` : ''} in this form`);
  process.out(`${resource.group ? `GROUP:      ${resource.group}\n` : ''}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`);
  let type: TypeDescription | undefined = root;
  let field: FieldDescription | undefined;
  for (const step of steps) {
    field = type && Object.hasOwn(type.fields, step) ? type.fields[step] : undefined;
    if (!field) fail(`field ${JSON.stringify(steps.at(-1))} does not exist`);
    const key = typeKey(descriptions, resource.group, field.type);
    type = key === undefined ? undefined : descriptions[key];
  }
  let text = '';
  let description = root.description;
  if (field) {
    text += `FIELD: ${steps.at(-1) ?? ''} <${field.type}>\n${field.enum ? `ENUM:${field.enum.map((value) => `\n    ${value || '""'}`).join('')}` : ''}\n\n`;
    const schema = isKnown ? fieldAt(resource.kind, steps)?.field.type : undefined;
    const scalar = descriptions[field.scalar ?? (schema?.kind === 'time' ? schema.word.slice(3) : '')];
    description = [field.description, (type ?? scalar)?.description ?? '']
      .filter((one) => one !== '')
      .map((one) => `${one}\n`)
      .join('');
  } else description = description && `${description}\n`;
  text += `DESCRIPTION:\n${indent(wrap(description || '<empty>', 76), 4)}\n`;
  const fields = type ? fieldLines(descriptions, resource.group, type, 1, recursive, maxDepth, []) : '';
  if (fields !== '') text += `FIELDS:\n${fields}`;
  process.out(`${text}\n`);
  return 0;
}
