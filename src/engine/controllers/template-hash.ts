/** Letters of generated names. Models apimachinery pkg/util/rand (v0.37.1): no vowels, nothing that reads as another. */
export const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * A stable hash of a template, in letters that spell no words. The real one hashes Go's dump of the struct
 * (pkg/controller ComputeHash), which is not reproduced: here it is FNV-1a over JSON with sorted keys. Its spelling is the
 * real one: the decimal digits through apimachinery's rand.SafeEncodeString.
 */
export function templateHash(template: object, collisionCount = 0): string {
  let hash = 0x811c9dc5;
  for (const character of sortedJSON(template) + (collisionCount > 0 ? collisionCount : ''))
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  return [...String(hash >>> 0)].map((digit) => NAME_LETTERS[digit.charCodeAt(0) % NAME_LETTERS.length]).join('');
}

function sortedJSON(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
