import { isComplaint } from '../../exercise/second-stream.ts';
import { toHTML } from '../../exercise/words.ts';
import type { CommandRecord } from '../stage.ts';

/** A manifest as HTML, every line in an element of its own so that it can be numbered; tokens of YAML never span lines. */
export async function numberedYAML(text: string): Promise<string> {
  const marked = await toHTML(`\`\`\`yaml\n${text}\`\`\``);
  return marked.replace(/(<code[^>]*>)([\s\S]*?)\n?(<\/code>)/u, (_, open: string, lines: string, close: string) => {
    const wrapped = lines.split('\n').map((line) => `<span class="line">${line}</span>`);
    return `${open}${wrapped.join('\n')}${close}`;
  });
}

/** What a command printed as HTML, complaints and other talk marked, without the last line's end. */
export function printedHTML({ output, exitCode }: CommandRecord): string {
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const pieces = output.map((piece) =>
    piece.stream === 'stderr' ? `<span class="${isComplaint(piece, exitCode) ? 'err' : 'talk'}">${escape(piece.text)}</span>` : escape(piece.text),
  );
  return pieces.join('').replace(/\n(<\/span>)?$/u, '$1');
}
