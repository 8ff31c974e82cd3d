import { placeOfVantage, type Vantage } from '../../engine/index.ts';
import type { SiteWords } from '../../messages/site-words.ts';

/** Where a command of a sheet ran, in words. */
export function placeWords(from: Vantage, words: SiteWords['sheets']['places']): string {
  const place = placeOfVantage(from);
  if (place.kind === 'pod') return words.pod(place.pod);
  return place.kind === 'operator' ? words.operator : words.outside;
}
