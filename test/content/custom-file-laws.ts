import { bundleOfCustom, readCustomExercise } from '../../src/exercise/custom/custom-exercise.ts';
import { answerActions } from '../../src/lab/reference-actions.ts';
import { judgeGiven, openLab, takeActions } from '../../src/lab/session.ts';
import { customWords, sayComplaint } from '../../src/messages/custom-words.ts';
import { lineWith, type Breach } from './breach.ts';

/** The laws of a file of `content/custom/`: every mistake in its line; and where there is none, the starter fails and every solution passes. */
export function customFileBreaches(file: string, text: string): readonly Breach[] {
  const read = readCustomExercise(text);
  if ('complaints' in read) return read.complaints.map(({ id, params, path, line }) => ({ file, line, why: `${path || 'the file'}: ${sayComplaint(customWords('en'), id, params)}` }));
  const bundle = bundleOfCustom(read, 'en');
  const lab = openLab(bundle);
  const breaches: Breach[] = [];
  if (judgeGiven(lab).passed) breaches.push({ file, line: lineWith(text, '  starter:'), why: 'the starter passes every check: take from it what the learner is to write' });
  bundle.solutions.forEach((answer, at) => {
    const { verdict } = takeActions(lab, answerActions(bundle.definition, answer));
    const failed = verdict?.checks.filter(({ passed }) => !passed).map(({ id }) => id) ?? ['every check'];
    if (failed.length > 0) breaches.push({ file, line: lineWith(text, /^solutions:/u), why: `solution ${at + 1} fails ${failed.join(', ')}: mend it, or the check if it asks too much` });
  });
  return breaches;
}
