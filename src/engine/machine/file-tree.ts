import { ROOT_HOME } from '../api/machine-environment.ts';
import type { FileSystem } from './process.ts';

/** Where a tree of files keeps what was written: absolute path → text; a directory's path ends with a slash. */
export interface FileStore {
  get(path: string): string | undefined;
  /** `undefined` removes. */
  set(path: string, text: string | undefined): void;
  paths(): Iterable<string>;
  /** Whether an absolute path may not be written to; without it everything may. */
  isReadOnly?(path: string): boolean;
}

const DIRECTORIES = [
  '/',
  '/tmp',
  '/etc',
  ROOT_HOME,
  '/home',
  '/var',
  '/var/log',
  '/usr',
  '/usr/bin',
  '/bin',
  '/dev',
  '/proc',
  '/run',
  '/opt',
  '/mnt',
  '/srv',
  '/var/run',
];
const DEVICES = new Set(['/dev/null', '/dev/zero', '/dev/stdin', '/dev/stdout', '/dev/stderr', '/dev/tty', '/dev/random', '/dev/urandom']);

/** Devices whose content never ends. */
export const ENDLESS_DEVICES: ReadonlySet<string> = new Set(['/dev/zero', '/dev/random', '/dev/urandom']);

/** The absolute path without `.`, `..` and doubled slashes. */
export function resolvePath(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A small tree of files over a store: directories are the usual ones, those made, and those that files lie in. */
export class FileTree implements FileSystem {
  readonly cwd: string;
  readonly #store: FileStore;

  constructor(store: FileStore, cwd: string) {
    this.#store = store;
    this.cwd = cwd;
  }

  resolve(path: string): string {
    return resolvePath(this.cwd, path);
  }

  in(cwd: string): FileSystem {
    return new FileTree(this.#store, cwd);
  }

  isReadOnly(path: string): boolean {
    return this.#store.isReadOnly?.(this.resolve(path)) ?? false;
  }

  read(path: string): string | undefined {
    const absolute = this.resolve(path);
    if (DEVICES.has(absolute)) return '';
    return this.#store.get(absolute);
  }

  write(path: string, text: string): void {
    const absolute = this.resolve(path);
    if (!DEVICES.has(absolute)) this.#store.set(absolute, text);
  }

  remove(path: string): boolean {
    const absolute = this.resolve(path);
    if (this.#store.get(absolute) !== undefined) {
      this.#store.set(absolute, undefined);
      return true;
    }
    let found = false;
    for (const one of [...this.#store.paths()]) {
      if (!one.startsWith(`${absolute}/`)) continue;
      this.#store.set(one, undefined);
      found = true;
    }
    return found;
  }

  kind(path: string): 'file' | 'directory' | undefined {
    if (path === '') return undefined;
    const absolute = this.resolve(path);
    if (DEVICES.has(absolute)) return 'file';
    if (this.#store.get(absolute) !== undefined) return path.endsWith('/') ? undefined : 'file';
    if (absolute === this.cwd || DIRECTORIES.includes(absolute)) return 'directory';
    for (const one of this.#store.paths()) if (one.startsWith(`${absolute}/`)) return 'directory';
    return undefined;
  }

  list(path: string): readonly string[] {
    const absolute = this.resolve(path);
    const prefix = absolute === '/' ? '/' : `${absolute}/`;
    const names = new Set<string>();
    for (const one of [...this.#store.paths(), ...(absolute === this.cwd ? [] : DIRECTORIES)]) {
      if (one.startsWith(prefix) && one.length > prefix.length) names.add(one.slice(prefix.length).split('/')[0] as string);
    }
    return [...names].sort();
  }

  makeDirectory(path: string): void {
    this.#store.set(`${this.resolve(path)}/`, '');
  }
}
