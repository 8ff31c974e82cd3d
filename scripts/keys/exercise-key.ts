import { unifiedDiff, type Check, type CheckResult, type Verdict } from '../../src/engine/index.ts';
import { questionOf } from '../../src/exercise/answers.ts';
import type { ExerciseDefinition, ExerciseWords } from '../../src/exercise/exercise.ts';
import { hintSections } from '../../src/exercise/hint-sections.ts';
import { bundleExercise, within, type ExerciseFolder } from '../../src/exercise/load.ts';
import { toHTML } from '../../src/exercise/words.ts';
import { keyWords, type KeyWords } from '../../src/messages/key-words.ts';
import { labEn } from '../../src/messages/lab.en.ts';
import { labJa } from '../../src/messages/lab.ja.ts';
import type { Language } from '../../src/messages/language.ts';
import { talkEn } from '../../src/messages/talk.en.ts';
import { talkJa } from '../../src/messages/talk.ja.ts';
import { sayAnswer } from '../../src/ui/answer-words.ts';
import { answersOf, performAnswer, type Answer } from '../../test/content/exercise-answers.ts';

export const escapeHTML = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const code = (text: string): string => `<pre lang="en">${escapeHTML(text.trimEnd())}</pre>`;

/** What a check asks, in the words of its own fields. */
function asked(check: Check): string {
  switch (check.kind) {
    case 'http':
      return `${check.from}: GET ${check.url}`;
    case 'tcp':
    case 'spread':
    case 'affinity':
      return `${check.from}: TCP ${check.host}:${check.port}`;
    case 'dns':
      return `${check.from}: DNS ${check.name}`;
    case 'endpoints':
      return `endpoints ${check.namespace}/${check.service}`;
    case 'pods':
      return `pods ${check.pods.namespace} ${Object.entries(check.pods.labels).flat().join('=')}`;
    case 'unchanged':
      return `unchanged ${check.table} ${check.namespace}/${check.names.join(',')}`;
    case 'object':
      return `${check.table} ${check.namespace}/${check.name}`;
    case 'observed':
      return 'program' in check.evidence ? `seen: ${[check.evidence.program, ...check.evidence.words].join(' ')}` : `seen: ${check.evidence.kind}`;
    case 'answer':
      return `answer ${check.field}`;
    case 'diagnosed':
      return `${check.file}: ${check.rule}`;
    case 'not':
      return `not (${asked(check.hold)})`;
    case 'after':
    case 'throughout':
      return `${check.kind} ${check.event.kind}: ${check.hold.map(asked).join('; ')}`;
    case 'in-cloud':
      return `cloud ${check.cloud}: ${check.hold.map(asked).join('; ')}`;
    case 'in-proxy-mode':
      return `${check.mode}: ${check.hold.map(asked).join('; ')}`;
  }
}

/** What grading saw of it. */
function seen({ evidence, within: inner }: CheckResult): string {
  const { http, actual, packet } = evidence;
  if (http) return [`HTTP ${http.status}`, http.body.trim().split('\n')[0] ?? ''].filter((part) => part !== '').join(' · ');
  if (actual && actual.length > 0) return [...new Set(actual)].join(', ');
  if (packet)
    return packet.arrived ? `${packet.verdict} → ${packet.arrived.ip}${packet.arrived.port === undefined ? '' : `:${packet.arrived.port}`}` : packet.verdict;
  return (inner ?? [])
    .map(seen)
    .filter((part) => part !== '')
    .join('; ');
}

/** What grading saw of an answer; beside a log that is known already, what it saw otherwise. */
function log(checks: readonly Check[], { checks: results }: Verdict, words: ExerciseWords, t: KeyWords, known?: Verdict): string {
  const otherwise = results.filter((result, at) => seen(result) !== (known?.checks[at] && seen(known.checks[at])));
  const rows = otherwise.map((result) => {
    const check = checks.find(({ id }) => id === result.id);
    const what = [check?.kind === 'http' && result.passed ? `HTTP ${check.status}` : '', seen(result)].filter((part) => part !== '').join(' · ');
    return `<tr><td>${words.headings[`check-${result.id}`] ?? result.id}</td><td><code>${check ? escapeHTML(asked(check)) : ''}</code></td><td>${result.passed ? t.passed : t.failed}${what === '' ? '' : ` <code>${escapeHTML(what)}</code>`}</td></tr>`;
  });
  if (rows.length === 0) return '';
  return `<div class="log"><h4>${t.log}</h4><p class="small">${t.logNote}</p><table><tbody>${rows.join('')}</tbody></table></div>`;
}

/** What a reader of the key knows already when an answer begins. */
interface Known {
  readonly texts?: { readonly [file: string]: string } | undefined;
  readonly answers?: Answer['answers'] | undefined;
}

/** What an answer consists of: files that are known already as what it changes in them, and of the questions those answered otherwise. */
function contents(folder: ExerciseFolder, answer: Answer, words: ExerciseWords, t: KeyWords, known: Known): string {
  const marked = (text: string): string =>
    text
      .split('\n')
      .flatMap((line) => (line.startsWith('#~') ? [] : [line.replace(/\s+#~ .*$/u, '')]))
      .join('\n');
  const files = Object.entries(answer.texts).map(([file, text]) => {
    const before = known.texts?.[file];
    const shown = before === undefined ? marked(text) : unifiedDiff(before.trimEnd().split('\n'), marked(text).trimEnd().split('\n'));
    return shown.trim() === '' ? '' : `<div class="file"><p><code>${file}</code></p>${code(shown)}</div>`;
  });
  const commands = answer.commands.map(({ terminal, line }) => `${terminal === 'operator' ? '$' : `${terminal} #`} ${line}`).join('\n');
  const otherwise = Object.entries(answer.answers).filter(([field, given]) => known.answers?.[field] !== given);
  const chosen = otherwise.map(([field, given]) => {
    const question = questionOf(folder.definition, field);
    const [, ...cell] = field.split('/');
    const of = question ? (words.headings[`question-${question.field}`] ?? field) : field;
    const row = cell.map((part, at) => words.headings[`${at === 0 ? 'row' : 'column'}-${question?.field ?? ''}-${part}`] ?? part).join(', ');
    return `<dt>${of}${row === '' ? '' : ` — ${row}`}</dt><dd>${escapeHTML(question ? sayAnswer(words, question, given) : given)}</dd>`;
  });
  return [
    ...files,
    commands === '' ? '' : `<div class="file"><p>${t.typed}</p>${code(commands)}</div>`,
    chosen.length === 0 ? '' : `<div class="file"><p>${known.answers === undefined ? t.answered : t.answeredOtherwise}</p><dl>${chosen.join('')}</dl></div>`,
  ].join('');
}

/** Every hint of an exercise as a list in HTML; where a hint is another one in every phase, all of them under the phases' names. */
export function hintList(definition: ExerciseDefinition, { headings, sections }: Pick<ExerciseWords, 'headings' | 'sections'>): string {
  const hint = (number: number): string => {
    const ids = hintSections(definition, number);
    const under = (at: number): string => (ids.length === 1 ? '' : `<p><b>${headings[`phase-${definition.phases?.[at]?.id ?? ''}`] ?? ''}</b></p>`);
    return ids.map((id, at) => under(at) + (sections[id] ?? '')).join('');
  };
  return `<ol>${Array.from({ length: definition.hints }, (_, at) => `<li>${hint(at + 1)}</li>`).join('')}</ol>`;
}

/** One exercise with everything that an instructor wants to know of it, as HTML. Every answer is graded while this runs. */
export async function exerciseKey(folder: ExerciseFolder, language: Language): Promise<string> {
  const t = keyWords(language);
  const [lab, { findings }] = language === 'ja' ? [labJa, talkJa] : [labEn, talkEn];
  const { words, definition } = await bundleExercise(folder, language);
  const { checks, hints } = definition;
  const solutions = answersOf(folder, 'solution');
  const verdicts = solutions.map((answer) => performAnswer(folder, answer).verdict);
  const right = solutions.map((answer, at) => {
    const known = at === 0 ? undefined : verdicts[0];
    return `<section><h3>${at === 0 ? t.reference : t.another(at)}</h3>${at === 0 ? '' : `<p class="small">${t.anotherNote}</p>`}<div class="contents">${contents(folder, answer, words, t, at === 0 ? {} : (solutions[0] ?? {}))}</div>${log(checks, verdicts[at] as Verdict, words, t, known)}</section>`;
  });
  const starter = within(folder.files, 'starter');
  const wrong = await Promise.all(
    answersOf(folder, 'wrong').map(async (answer) => {
      const { verdict } = performAnswer(folder, answer);
      const fails = await Promise.all(
        verdict.checks
          .filter(({ passed }) => !passed)
          .map(async (result) => {
            const told = result.finding ? await toHTML(findings[result.finding](result.params, result)) : '';
            const ask = words.headings[`ask-${result.id}`];
            return `<li><b>${words.headings[`check-${result.id}`] ?? result.id}</b> ${told}${ask === undefined ? '' : `<p>${t.ask}: ${ask} ${words.sections[`ask-${result.id}`] ?? ''}</p>`}</li>`;
          }),
      );
      const feedback = verdict.feedback.map(
        ({ id, misconception }) =>
          `<li><b>${words.headings[`feedback-${id}`] ?? id}</b>${misconception ? ` (${misconception})` : ''} ${words.sections[`feedback-${id}`] ?? ''}</li>`,
      );
      return `<section class="wrong"><h4><code>${escapeHTML(answer.path.replace(/^wrong\/|\.yaml$/gu, ''))}</code></h4><div>${contents(folder, answer, words, t, { texts: starter, answers: solutions[0]?.answers })}</div><div><p class="small">${t.fails}</p><ul>${fails.join('')}</ul>${
        feedback.length === 0 ? '' : `<p class="small">${t.feedback}</p><ul>${feedback.join('')}</ul>`
      }</div></section>`;
    }),
  );
  const design = (folder.files['design.md'] ?? '').replace(/^# .*\n/u, '').replace(/^\|.*\n?/gmu, '');
  return [
    `<article id="${definition.id}"><h2><span>${definition.id}</span> ${escapeHTML(words.title)}</h2>`,
    `<p class="small">${lab.kinds[definition.kind]} · ${lab.minutes(definition.minutes)} · ${lab.difficulty(definition.difficulty)}</p>`,
    ...right,
    wrong.length === 0 ? '' : `<h3>${t.wrong}</h3><p class="small">${t.wrongNote}</p>${wrong.join('')}`,
    hints === 0 ? '' : `<h3>${t.hints}</h3>${hintList(definition, words)}`,
    `<h3>${t.talk}</h3><div>${words.sections['explain'] ?? ''}${words.sections['done'] ?? ''}</div>`,
    `<h4>${t.notes}</h4><div lang="en">${await toHTML(design)}</div></article>`,
  ].join('\n');
}
