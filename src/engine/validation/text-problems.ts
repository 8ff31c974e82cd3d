// What can be wrong with a text as such. Models k8s.io/apimachinery pkg/util/validation validation.go and
// pkg/api/validate/content (v0.37.1): several problems of one text are several complaints, in this order.
import { invalid, type FieldError } from '../api/field-error.ts';
import type { FieldPath } from '../api/field-path.ts';
import { byteLength } from '../api/go-text.ts';
import type { RuleId, RuleParams } from '../api/rules.ts';

/** One problem, before anyone knows which field holds the text. */
export type TextProblem = { [R in RuleId]: readonly [rule: R, params: RuleParams[R]] }[RuleId];
export type TextRule = (text: string) => TextProblem[];

/** One `Invalid value` for each problem that a rule finds. */
export function invalidText(field: FieldPath, text: string, rule: TextRule): FieldError[] {
  return rule(text).map(([id, params]) => invalid<RuleId>(field, text, id, params));
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const SEARCH_DOMAIN = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const LABEL_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const atMost = (text: string, max: number, unit: 'characters' | 'bytes' = 'characters'): TextProblem[] =>
  byteLength(text) > max ? [['text-too-long', { max, unit }]] : [];

export function dnsLabelProblems(text: string): TextProblem[] {
  const problems = atMost(text, 63);
  if (!DNS_LABEL.test(text)) problems.push(DNS_SUBDOMAIN.test(text) ? ['dots-in-dns-label', {}] : ['not-dns-label', {}]);
  return problems;
}

export function dns1035LabelProblems(text: string): TextProblem[] {
  return [...atMost(text, 63), ...(/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(text) ? [] : ([['not-dns-1035-label', {}]] as TextProblem[]))];
}

export function dnsSubdomainProblems(text: string): TextProblem[] {
  return [...atMost(text, 253), ...(DNS_SUBDOMAIN.test(text) ? [] : ([['not-dns-subdomain', {}]] as TextProblem[]))];
}

/** A subdomain in which labels may hold underscores: search domains since 1.34. */
export function searchDomainProblems(text: string): TextProblem[] {
  return [...atMost(text, 253), ...(SEARCH_DOMAIN.test(text) ? [] : ([['not-dns-search-domain', {}]] as TextProblem[]))];
}

/** A name that the server will lengthen may end with a dash. Models maskTrailingDash, which masks two characters. */
export const asPrefix =
  (rule: TextRule): TextRule =>
  (text) =>
    rule(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

/** Keys of labels and annotations, appProtocol, finalizers: a name, or a DNS subdomain, a slash and a name. */
export function labelKeyProblems(text: string): TextProblem[] {
  const parts = text.split('/');
  if (parts.length > 2) return [['label-key-several-slashes', {}]];
  const problems: TextProblem[] = [];
  const name = parts.at(-1) as string;
  if (parts.length === 2) {
    const prefix = parts[0] as string;
    if (prefix === '') problems.push(['label-key-part-empty', { part: 'prefix part' }]);
    else {
      if (byteLength(prefix) > 253) problems.push(['text-too-long', { max: 253, unit: 'bytes', part: 'prefix part' }]);
      if (!DNS_SUBDOMAIN.test(prefix)) problems.push(['not-dns-subdomain', { part: 'prefix part' }]);
    }
  }
  if (name === '') problems.push(['label-key-part-empty', { part: 'name part' }]);
  else if (byteLength(name) > 63) problems.push(['text-too-long', { max: 63, unit: 'bytes', part: 'name part' }]);
  if (!LABEL_NAME.test(name)) problems.push(['label-key-malformed', {}]);
  return problems;
}

export function labelValueProblems(text: string): TextProblem[] {
  return [...atMost(text, 63, 'bytes'), ...(text === '' || LABEL_NAME.test(text) ? [] : ([['label-value-malformed', {}]] as TextProblem[]))];
}

/** Names of container ports and targetPorts by name (IANA service names). */
export function portNameProblems(text: string): TextProblem[] {
  const problems = atMost(text, 15);
  if (!/^[-a-z0-9]+$/.test(text)) problems.push(['port-name-malformed', { how: 'characters' }]);
  if (!/[a-z]/.test(text)) problems.push(['port-name-malformed', { how: 'no letter' }]);
  if (text.includes('--')) problems.push(['port-name-malformed', { how: 'two dashes' }]);
  if (text.startsWith('-') || text.endsWith('-')) problems.push(['port-name-malformed', { how: 'dash at the edge' }]);
  return problems;
}

/** Environment variables since 1.34: any printable ASCII but `=`. */
export function envNameProblems(text: string): TextProblem[] {
  return /^[ -<>-~]*$/.test(text) ? [] : [['env-name-malformed', { relaxed: true }]];
}

/** Keys of ConfigMaps and Secrets, which become file names. */
export function configKeyProblems(text: string): TextProblem[] {
  const problems = atMost(text, 253);
  if (!/^[-._a-zA-Z0-9]+$/.test(text)) problems.push(['config-key-malformed', {}]);
  if (text === '.') problems.push(['dots-at-start', { how: "must not be '.'" }]);
  else if (text === '..') problems.push(['dots-at-start', { how: "must not be '..'" }]);
  else if (text.startsWith('..')) problems.push(['dots-at-start', { how: "must not start with '..'" }]);
  return problems;
}

export function httpHeaderProblems(text: string): TextProblem[] {
  return /^[-A-Za-z0-9]+$/.test(text) ? [] : [['http-header-malformed', {}]];
}

/** `25%`. */
export function percentProblems(text: string): TextProblem[] {
  return /^[0-9]+%$/.test(text) ? [] : [['percent-malformed', {}]];
}
