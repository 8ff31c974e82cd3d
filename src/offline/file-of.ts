/**
 * The built file that answers an address, as a path below the site's root: `/course/ja/about/` below `/course/` is
 * `ja/about/index.html`. `undefined` for an address outside the site.
 */
export function fileOf(address: string, scope: string): string | undefined {
  const { origin, pathname } = new URL(address);
  const root = new URL(scope);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return undefined;
  const path = decodePath(pathname.slice(root.pathname.length));
  if (path === undefined) return undefined;
  if (path === '' || path.endsWith('/')) return `${path}index.html`;
  return path.split('/').at(-1)?.includes('.') ? path : `${path}/index.html`;
}

/** The address under which a file is asked for and kept. */
export function addressOf(file: string, scope: string): string {
  return new URL(file.replace(/(^|\/)index\.html$/u, '$1'), scope).href;
}

/** A path with a broken escape names no file. */
function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
