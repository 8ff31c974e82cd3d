import { href } from '../layouts/href.ts';

/**
 * Origins at which others can open what is open here, the best first. A page at an address that every computer calls itself asks the
 * local server; there is none where only this computer can open it.
 */
export async function handOutOrigins(): Promise<readonly string[]> {
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])$/u.test(location.hostname)) return [location.origin];
  try {
    const answer: unknown = await (await fetch(href('/.minato/board'), { cache: 'no-store' })).json();
    const origins = typeof answer === 'object' && answer !== null ? (answer as { readonly origins?: unknown }).origins : undefined;
    return Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : [];
  } catch {
    return [];
  }
}
