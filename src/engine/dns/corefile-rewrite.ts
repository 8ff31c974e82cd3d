// Models plugin/rewrite of CoreDNS v1.14.7: rewrite.go, name.go, type.go and reverter.go.
import type { Question, ResourceRecord } from '../api/dns-message.ts';
import { isSlowPattern } from '../api/slow-pattern.ts';
import { CorefileError } from './corefile-syntax.ts';
import { fqdn } from './name.ts';
import type { ReplyContent } from './message.ts';

/** A name rule, or a type rule, of plugin/rewrite; `answers` are what `answer name` and `answer value` say. */
export interface RewriteRule {
  readonly stops: boolean;
  readonly kind: 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex' | 'type';
  readonly from: string;
  readonly to: string;
  readonly auto: boolean;
  readonly answers: readonly { readonly of: 'name' | 'value'; readonly from: string; readonly to: string }[];
}

/** A name in lower case, with its last dot. */
export const normal = (name: string): string => fqdn(name).toLowerCase();

/**
 * A pattern of Go's regexp package: RE2 writes named groups `(?P<name>…)`, which JavaScript does not. RE2 needs no more time for one
 * pattern than for another; one with which JavaScript could try for ever is refused.
 */
export function patternOf(source: string, failure: () => CorefileError): RegExp {
  if (isSlowPattern(source)) throw new CorefileError(`minato: the pattern ${source} is not simulated`);
  try {
    const [, flags = '', rest = source] = /^\(\?([is]+)\)(.*)$/s.exec(source) ?? [];
    return new RegExp(rest.replaceAll('(?P<', '(?<'), flags);
  } catch {
    throw failure();
  }
}

/** Models plugin/rewrite newRule and newNameRule; `undefined`: a rule of another kind. */
export function rewriteRule(args: readonly string[]): RewriteRule | undefined {
  const [first = '', ...after] = args;
  if (args.length === 0) throw new CorefileError('no rule type specified for rewrite');
  const mode = /^(stop|continue)$/i.test(first) ? first.toLowerCase() : undefined;
  const [type = '', ...rest] = mode ? after : args;
  if (mode && type === '') throw new CorefileError(`${mode} rule must begin with a rule type`);
  const stops = mode !== 'continue';
  switch (type.toLowerCase()) {
    case 'answer':
      throw new CorefileError('response rewrites must begin with a name rule');
    case 'class':
    case 'type':
      if (rest.length !== 2) throw new CorefileError(`${type.toLowerCase()} rules must have exactly two arguments`);
      return type.toLowerCase() === 'class'
        ? undefined
        : { stops, kind: 'type', from: (rest[0] as string).toUpperCase(), to: (rest[1] as string).toUpperCase(), auto: false, answers: [] };
    case 'edns0':
    case 'ttl':
    case 'cname':
    case 'rcode':
      return undefined;
    case 'name':
      return nameRule(stops, rest);
    default:
      throw new CorefileError(`invalid rule type ${JSON.stringify(first)}`);
  }
}

function nameRule(stops: boolean, args: readonly string[]): RewriteRule {
  if (args.length < 2) throw new CorefileError('too few arguments for a name rule');
  const [match, from = '', to = '', ...answer] = args.length === 2 ? ['exact', ...args] : args;
  const kind = (match as string).toLowerCase();
  const { auto, answers } = answer.length > 0 ? answerRules(kind, answer) : { auto: false, answers: [] };
  switch (kind) {
    case 'exact':
    case 'prefix':
    case 'suffix':
    case 'substring':
      return { stops, kind, from: normal(from), to: normal(to), auto: auto || kind === 'exact', answers };
    case 'regex':
      checkGroups(from, to);
      return { stops, kind, from, to: normal(to), auto, answers };
    default:
      throw new CorefileError(`name rule supports only exact, prefix, suffix, substring, and regex name matching, received: ${kind}`);
  }
}

function checkGroups(from: string, to: string): void {
  const pattern = patternOf(from, () => new CorefileError(`invalid regex matching pattern: ${from}`));
  const groups = (new RegExp(`${pattern.source}|`).exec('') as RegExpExecArray).length - 1;
  if (new Set(to.match(/\{\d+\}/g)).size > groups)
    throw new CorefileError(`the rewrite regex pattern (${to}) uses more subexpressions than its corresponding matching regex pattern (${from})`);
}

function answerRules(kind: string, args: readonly string[]): { readonly auto: boolean; readonly answers: RewriteRule['answers'] } {
  if (args.length < 2) throw new CorefileError(`invalid arguments for ${kind} rule`);
  const answers: { of: 'name' | 'value'; from: string; to: string }[] = [];
  let auto = false;
  let isFirst = true;
  for (let at = 0; at < args.length; isFirst = false) {
    if (isFirst && args[at] !== 'answer') throw new CorefileError(`exceeded the number of arguments for a non-answer rule argument for ${kind} rule`);
    if (args[at] === 'answer') at += 1;
    const of = args[at++];
    if (of === undefined) throw new CorefileError(`type missing for answer rule for ${kind} rule`);
    if (of === 'auto') {
      auto = true;
      continue;
    }
    if (of !== 'name' && of !== 'value') throw new CorefileError(`invalid type ${JSON.stringify(of)} for answer rule for ${kind} rule`);
    const [from, to] = [args[at], args[at + 1]];
    if (from === undefined || to === undefined) throw new CorefileError(`${of} answer rule for ${kind} rule: 2 arguments required`);
    checkGroups(from, to);
    answers.push({ of, from, to: normal(to) });
    at += 2;
  }
  if (auto && answers.some((one) => one.of === 'name')) throw new CorefileError('auto name answer rule cannot be combined with explicit name anwer rules');
  return { auto, answers };
}

const groups = (source: string, name: string, to: string): string | undefined => {
  const match = patternOf(source, () => new CorefileError(source)).exec(name);
  return match ? [...match].reduce((text, group, i) => text.replaceAll(`{${i}}`, group ?? ''), to) : undefined;
};

/** The name that a rule makes of another; `undefined`: the rule is not for it. Models plugin/rewrite/name.go. */
function nameAfter({ kind, from, to }: RewriteRule, name: string): string | undefined {
  switch (kind) {
    case 'exact':
      return name === from ? to : undefined;
    case 'prefix':
      return name.startsWith(from) ? to + name.slice(from.length) : undefined;
    case 'suffix':
      return name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined;
    case 'substring':
      return name.includes(from) ? name.replaceAll(from, to) : undefined;
    default:
      return groups(from, name, to);
  }
}

type Renaming = { readonly of: 'name' | 'value'; readonly by: (text: string) => string };

/** Models plugin/rewrite: rules change the question until one stops; the answer is changed back where a rule says so, the last rule first. */
export function rewritten<O extends { readonly message?: ReplyContent }>(rules: readonly RewriteRule[], asked: Question, next: (question: Question) => O): O {
  let question = asked;
  const renamings: Renaming[] = [];
  for (const rule of rules) {
    if (rule.kind === 'type') {
      if (question.qtype !== rule.from) continue;
      question = { ...question, qtype: rule.to };
    } else {
      const before = question.qname.toLowerCase();
      const after = nameAfter(rule, before);
      if (after === undefined) continue;
      question = { ...question, qname: after };
      if (rule.auto) {
        const by =
          rule.kind === 'suffix'
            ? (text: string): string => (text.endsWith(rule.to) ? text.slice(0, text.length - rule.to.length) + rule.from : text)
            : (text: string): string => (text === after ? before : text.endsWith(`.${after}`) ? text.slice(0, text.length - after.length) + before : text);
        renamings.push({ of: 'name', by }, { of: 'value', by });
      }
      for (const { of, from, to } of rule.answers) renamings.push({ of, by: (text) => groups(from, text, to) ?? text });
    }
    if (rule.stops) break;
  }
  const outcome = next(question);
  if (renamings.length === 0 || !outcome.message) return outcome;
  const changed = (records: readonly ResourceRecord[] = []): ResourceRecord[] => records.map((record) => renamings.reduceRight(renamed, record));
  const { answer, authority, additional } = outcome.message;
  return { ...outcome, message: { ...outcome.message, answer: changed(answer), authority: changed(authority), additional: changed(additional) } };
}

/** Which word of a record's data is a name. */
const VALUE_AT: { readonly [type: string]: number } = { SRV: 3, MX: 1, CNAME: 0, NS: 0, DNAME: 0, SOA: 0, PTR: 0 };

function renamed(record: ResourceRecord, { of, by }: Renaming): ResourceRecord {
  if (of === 'name') return { ...record, name: by(record.name) };
  const at = VALUE_AT[record.type];
  return at === undefined
    ? record
    : {
        ...record,
        rdata: record.rdata
          .split(' ')
          .map((word, i) => (i === at ? by(word) : word))
          .join(' '),
      };
}
