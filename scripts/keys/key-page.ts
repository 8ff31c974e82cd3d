import { readFileSync } from 'node:fs';
import type { Language } from '../../src/messages/language.ts';
import { escapeHTML } from './exercise-key.ts';

/** A page of the answer keys, which stands alone: the words of `body` are HTML. */
export function keyPage(language: Language, title: string, body: string): string {
  const style = readFileSync('scripts/keys/keys.css', 'utf8');
  return `<!doctype html>\n<html lang="${language}">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${escapeHTML(title)}</title>\n<style>\n${style}</style>\n<main>\n${body}\n</main>\n</html>\n`;
}
