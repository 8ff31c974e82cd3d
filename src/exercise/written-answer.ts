import { parse } from 'yaml';
import { joinIds } from './answers.ts';
import type { WrittenAnswer } from './exercise.ts';

/** An answer as its author wrote it: manifests, `session.txt` (what is typed where) and `answers.yaml` (what is chosen). */
export function readWrittenAnswer(files: { readonly [file: string]: string }): WrittenAnswer {
  const texts = Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'session.txt' && name !== 'answers.yaml'));
  return { texts, commands: readCommands(files['session.txt'] ?? ''), answers: readAnswers(parse(files['answers.yaml'] ?? '{}')) };
}

/** `field: id`, `field: [ids]`, and for tables `field: {row: id}` or `field: {row: {column: id}}`. */
function readAnswers(value: unknown, field?: string): WrittenAnswer['answers'] {
  if (Array.isArray(value)) return { [field ?? '']: joinIds(value.map(String)) };
  if (typeof value !== 'object' || value === null) return field === undefined ? {} : { [field]: String(value) };
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, part]) => readAnswers(part, field === undefined ? name : `${field}/${name}`)),
  ) as WrittenAnswer['answers'];
}

/** `@ in shop/debug` (or `@ in -`, the operator's machine) says where the lines below it are typed. */
function readCommands(text: string): WrittenAnswer['commands'] {
  let terminal = 'operator';
  const commands: { terminal: string; line: string }[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('@ in ')) terminal = line.slice(5).trim() === '-' ? 'operator' : line.slice(5).trim();
    else commands.push({ terminal, line });
  }
  return commands;
}
