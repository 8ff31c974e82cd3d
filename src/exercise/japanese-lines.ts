const cjk = '[\\u3000-\\u30ff\\u3400-\\u9fff\\uff00-\\uffef]';
const lineBreakBetweenCJK = new RegExp(`(?<=${cjk})\\n[ \\t]*(?=${cjk})`, 'gu');

/** A line break in the source between two Japanese characters is no space on the page. */
export function joinJapaneseLines(text: string): string {
  return text.replace(lineBreakBetweenCJK, '');
}
