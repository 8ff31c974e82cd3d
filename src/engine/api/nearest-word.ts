/** The one word that a mistyped one must mean: same letters in another case, or the only one a slip or two away. */
export function nearestWord(typed: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(2, Math.floor(typed.length / 3)) + 1;
  let tied = false;
  for (const word of words) {
    if (word === typed) continue;
    const distance = word.toLowerCase() === typed.toLowerCase() ? 0 : editDistance(typed.toLowerCase(), word.toLowerCase(), least);
    if (distance < least) {
      best = word;
      least = distance;
      tied = false;
    } else if (distance === least && best !== undefined) tied = true;
  }
  return tied ? undefined : best;
}

/** Slips between two words: a letter too many, too few, wrong, or two changed places. Anything above `limit` counts as more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
