import type { FileSystem } from './process.ts';

/** The files of a machine, with those of `<(…)` and `>(…)` before them: `/dev/fd/63` and so on. */
export class DescriptorFiles implements FileSystem {
  readonly #files: FileSystem;
  readonly #open: Map<string, string>;

  constructor(files: FileSystem, open = new Map<string, string>()) {
    this.#files = files;
    this.#open = open;
  }

  get cwd(): string {
    return this.#files.cwd;
  }

  read(path: string): string | undefined {
    return this.#open.get(path) ?? this.#files.read(path);
  }

  write(path: string, text: string): void {
    if (path.startsWith('/dev/fd/')) this.#open.set(path, text);
    else this.#files.write(path, text);
  }

  remove(path: string): boolean {
    return this.#open.delete(path) || this.#files.remove(path);
  }

  list(path: string): readonly string[] {
    return this.#files.list(path);
  }

  kind(path: string): 'file' | 'directory' | undefined {
    return this.#open.has(path) ? 'file' : this.#files.kind(path);
  }

  makeDirectory(path: string): void {
    this.#files.makeDirectory(path);
  }

  isReadOnly(path: string): boolean {
    return !this.#open.has(path) && this.#files.isReadOnly(path);
  }

  in(cwd: string): FileSystem {
    return new DescriptorFiles(this.#files.in(cwd), this.#open);
  }

  resolve(path: string): string {
    return this.#files.resolve(path);
  }
}
