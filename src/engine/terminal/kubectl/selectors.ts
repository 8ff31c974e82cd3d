// Models apimachinery pkg/labels/selector.go and pkg/fields/selector.go (v0.37.1).
import type { Json, KubernetesObject, Labels } from '../../api/kubernetes-object.ts';

/** A selector that was read, or why it could not be. */
export type ParsedSelector<T> =
  { readonly ok: true; readonly matches: (of: T) => boolean; readonly requirements: readonly Requirement[] } | { readonly ok: false; readonly error: string };

/** One term of a label selector: `=`, `==`, `!=`, `in`, `notin`, `exists`, `!`, `>` or `<`. */
export type Requirement = { readonly key: string; readonly operator: string; readonly values: readonly string[] };

const OPERATORS = ['!', '=', '==', '!=', '>', '<', ',', '(', ')'];
const EXPECTED = 'in, notin, =, ==, !=, gt, lt';

class Mistake {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Splits into words and operators; the longest operator wins, an impossible one is a token of its own. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (const [, special, word] of text.matchAll(/\s*(?:([=!(),<>]+)|([^=!(),<>\s]+))/g)) {
    if (word !== undefined) tokens.push(word);
    for (let rest = special ?? ''; rest !== '';) {
      const token = OPERATORS.filter((one) => rest.startsWith(one)).sort((a, b) => b.length - a.length)[0] as string;
      tokens.push(token);
      rest = rest.slice(token.length);
    }
  }
  return tokens;
}

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const WORDS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const PREFIX_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** What is wrong with a label's key, in Kubernetes' words; empty where nothing is. Models content.IsQualifiedName (v0.37.1). */
export function labelKeyMistakes(key: string): string[] {
  const parts = key.split('/');
  if (parts.length > 2) return [`a qualified name ${WORDS} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const mistakes: string[] = [];
  const name = parts.at(-1) as string;
  if (parts.length === 2) {
    const prefix = parts[0] as string;
    if (prefix === '') mistakes.push('prefix part must be non-empty');
    else if (prefix.length > 253) mistakes.push('prefix part must be no more than 253 bytes');
    else if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(prefix)) mistakes.push(`prefix part ${PREFIX_WORDS}`);
  }
  if (name === '') mistakes.push('name part must be non-empty');
  else if (name.length > 63) mistakes.push('name part must be no more than 63 bytes');
  if (!NAME.test(name)) mistakes.push(`name part ${WORDS}`);
  return mistakes;
}

/** What is wrong with a label's value; empty where nothing is. Models validation.IsValidLabelValue (v0.37.1). */
export function labelValueMistakes(value: string): string[] {
  return [...(value.length > 63 ? ['must be no more than 63 bytes'] : []), ...(value === '' || NAME.test(value) ? [] : [VALUE_WORDS])];
}

function requirementsOf(text: string): Requirement[] {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const isWord = (token: string): boolean => token !== '' && !OPERATORS.includes(token);
  const stop = (words: string): never => {
    throw new Mistake(words);
  };
  const list = (): string[] => {
    const open = tokens[at++] ?? '';
    if (open !== '(') stop(`found '${open}' expected: '('`);
    if (peek() === ')') {
      at++;
      return [''];
    }
    if (!isWord(peek()) && peek() !== ',') stop(`found '${peek()}', expected: ',', ')' or identifier`);
    const values = new Set<string>();
    const first = peek();
    for (;;) {
      const token = tokens[at++] ?? '';
      if (isWord(token)) {
        values.add(token);
        if (peek() === ')') break;
        if (peek() !== ',') stop(`found '${peek()}', expected: ',' or ')'`);
      } else if (token === ',') {
        if (values.size === 0) values.add('');
        if (peek() === ')') {
          values.add('');
          break;
        }
        if (peek() === ',') values.add('');
      } else stop(`found '${token}', expected: ',', or identifier`);
    }
    if ((tokens[at++] ?? '') !== ')') stop(`found '${first}', expected: ')'`);
    return [...values].sort();
  };
  const one = (): Requirement => {
    const negated = peek() === '!';
    if (negated) at++;
    const key = tokens[at++] ?? '';
    if (!isWord(key)) stop(`found '${key}', expected: identifier`);
    const mistakes = labelKeyMistakes(key);
    if (mistakes.length > 0) stop(`<nil>: Invalid value: ${JSON.stringify(key)}: ${mistakes.join('; ')}`);
    if (negated) return { key, operator: '!', values: [] };
    if (peek() === '' || peek() === ',') return { key, operator: 'exists', values: [] };
    const operator = tokens[at++] ?? '';
    let values: string[] = [];
    if (operator === 'in' || operator === 'notin') values = list();
    else if (['=', '==', '!=', '>', '<'].includes(operator)) {
      if (peek() === '' || peek() === ',') values = [''];
      else if (isWord(peek())) values = [tokens[at++] as string];
      else stop(`found '${peek()}', expected: identifier`);
    } else stop(`found '${operator}', expected: ${EXPECTED}`);
    values.forEach((value, i) => {
      if ((operator === '>' || operator === '<') && !/^[+-]?\d+$/.test(value))
        stop(`values[${i}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`);
      const wrong = labelValueMistakes(value);
      if (wrong.length > 0) stop(`values[${i}][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong.join('; ')}`);
    });
    return { key, operator, values };
  };
  const requirements: Requirement[] = [];
  while (at < tokens.length) {
    if (!isWord(peek()) && peek() !== '!') throw new Mistake(`found '${peek()}', expected: !, identifier, or 'end of string'`);
    try {
      requirements.push(one());
    } catch (mistake) {
      throw mistake instanceof Mistake ? new Mistake(`unable to parse requirement: ${mistake.text}`) : mistake;
    }
    if (at >= tokens.length) break;
    const separator = tokens[at++] as string;
    if (separator !== ',') throw new Mistake(`found '${separator}', expected: ',' or 'end of string'`);
    if (!isWord(peek()) && peek() !== '!') throw new Mistake(`found '${peek()}', expected: identifier after ','`);
  }
  return requirements;
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case '>':
    case '<':
      return value !== undefined && /^[+-]?\d+$/.test(value) && (operator === '>' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]));
    default:
      return value !== undefined && values.includes(value);
  }
}

/** Reads `app=web,track!=canary,tier in (a,b),!old`. */
export function parseLabelSelector(text: string): ParsedSelector<Labels | undefined> {
  try {
    const requirements = requirementsOf(text);
    return { ok: true, requirements, matches: (labels = {}) => requirements.every((requirement) => holds(requirement, labels)) };
  } catch (mistake) {
    if (mistake instanceof Mistake) return { ok: false, error: mistake.text };
    throw mistake;
  }
}

/** The fields each resource can be selected by, beside its name and namespace. Models pkg/apis/…/conversion.go (v1.37.1). */
const FIELDS: { readonly [resource: string]: string } = {
  pods: 'spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName spec.hostNetwork status.phase status.podIP status.podIPs status.nominatedNodeName',
  events:
    'involvedObject.kind involvedObject.namespace involvedObject.name involvedObject.uid involvedObject.apiVersion involvedObject.resourceVersion involvedObject.fieldPath reason reportingComponent source type',
  namespaces: 'status.phase',
  nodes: 'spec.unschedulable',
  secrets: 'type',
  services: 'spec.clusterIP spec.type',
};

function fieldOf(object: KubernetesObject, path: string): string {
  if (path === 'source') return (object as unknown as { source?: { component?: string } }).source?.component ?? '';
  let value: unknown = object;
  for (const step of path.split('.')) value = (value as { readonly [key: string]: unknown } | undefined)?.[step];
  return value === undefined || value === null ? (path === 'spec.unschedulable' || path === 'spec.hostNetwork' ? 'false' : '') : String(value as Json);
}

/** Reads `status.phase=Running,spec.nodeName!=node-a` for one resource. */
export function parseFieldSelector(resource: string, text: string): ParsedSelector<KubernetesObject> {
  const terms: { readonly path: string; readonly value: string; readonly equal: boolean }[] = [];
  for (const part of text.split(/(?<!\\),/).sort()) {
    if (part === '') continue;
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    if (!match) return { ok: false, error: `invalid selector: '${text}'; can't understand '${part}'` };
    const [, path = '', operator, value = ''] = match;
    const own = Object.hasOwn(FIELDS, resource) ? (FIELDS[resource] as string).split(' ') : undefined;
    if (path !== 'metadata.name' && path !== 'metadata.namespace' && !own?.includes(path))
      return {
        ok: false,
        error: own ? `field label not supported: ${path}` : `"${path}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
      };
    terms.push({ path, value: value.replace(/\\(.)/g, '$1'), equal: operator !== '!=' });
  }
  return { ok: true, requirements: [], matches: (object) => terms.every(({ path, value, equal }) => (fieldOf(object, path) === value) === equal) };
}
