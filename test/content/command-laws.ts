import type { SheetFolder } from '../../src/exercise/sheet.ts';
import { runSheet } from '../../src/layouts/reference/run-sheet.ts';
import { lineWith, type Breach } from './breach.ts';

/** The commands of a reference sheet end and print in the simulator as sheet.yaml says. */
export function commandBreaches(folder: SheetFolder): readonly Breach[] {
  const text = folder.files['sheet.yaml'] ?? '';
  const { settings, parts } = folder.sheet;
  // What has no setting is told by another law, and cannot be run.
  if (parts.some(({ setting }) => settings[setting] === undefined)) return [];
  const written = text.split('\n').map((line) => (/\brun: ['"]?(.+?)['"]?(?:, \w+:.*)?(?: \}.*)?$/u.exec(line)?.[1] ?? '').split('{column}')[0] ?? '');
  return runSheet(folder).problems.map((problem) => {
    const { part = '', said = problem } = /^[^,]+, part (?<part>[^:]+): (?<said>[\s\S]*)$/u.exec(problem)?.groups ?? {};
    const at = written.findIndex((line) => line !== '' && said.startsWith(line));
    return { file: `${folder.path}/sheet.yaml`, line: at < 0 ? lineWith(text, `id: ${part}`) : at + 1, why: `${said.replaceAll('\n', ' ')}: mend the command, the manifests, \`exit\` or \`prints\`` };
  });
}
