// Programs about files and their paths (coreutils 9.1; busybox 1.37.0).
import type { Process, Program, ProgramTable } from '../machine/process.ts';
import { formatDate } from '../machine/date-format.ts';
import { BUSYBOX_BANNER, plain, readOptions, usesBusybox } from './options.ts';

const ls: Program = plain((process) => {
  const options = readOptions(process, {
    short: 'la1AdhFrtR',
    known: 'BbcCDfGgHIiKkLmNnoOpqQsSTuUvwXxZ',
    long: { all: 'a', 'almost-all': 'A', directory: 'd', 'human-readable': 'h' },
    usageExit: 2,
  });
  if (typeof options === 'number') return options;
  const { files } = process;
  const paths = options.args.length > 0 ? options.args : ['.'];
  let status = 0;
  const when = formatDate('%b %e %H:%M', process.now);
  const row = (path: string, name: string): string => {
    const directory = files.kind(path) === 'directory';
    if (!options.has('l')) return `${name}${options.has('F') && directory ? '/' : ''}\n`;
    return `${directory ? 'drwxr-xr-x' : '-rw-r--r--'} ${directory ? 2 : 1} root root ${String(directory ? 4096 : (files.read(path) ?? '').length).padStart(5)} ${when} ${name}\n`;
  };
  const sorted = paths.filter((path) => {
    if (files.kind(path) !== undefined) return true;
    status = usesBusybox(process) ? 1 : 2;
    process.err(usesBusybox(process) ? `ls: ${path}: No such file or directory\n` : `ls: cannot access '${path}': No such file or directory\n`);
    return false;
  });
  const single = sorted.filter((path) => files.kind(path) === 'file' || options.has('d'));
  for (const path of single) process.out(row(path, path));
  for (const [index, path] of sorted.filter((one) => !single.includes(one)).entries()) {
    if (paths.length > 1) process.out(`${index > 0 || single.length > 0 ? '\n' : ''}${path}:\n`);
    const names = files.list(path).filter((name) => options.has('a') || options.has('A') || !name.startsWith('.'));
    const shown = [...(options.has('a') ? ['.', '..'] : []), ...names];
    if (options.has('r')) shown.reverse();
    if (options.has('l')) process.out(`total ${names.length * 4}\n`);
    for (const name of shown) process.out(row(`${path}/${name}`, name));
  }
  return status;
});

/** A tool that does something to each path it is given. */
const pathTool = (short: string, known: string, act: (process: Process, path: string, has: (letter: string) => boolean) => string | undefined): Program =>
  plain((process) => {
    const options = readOptions(process, { short, known, long: { recursive: 'r', force: 'f', parents: 'p', verbose: 'v' } });
    if (typeof options === 'number') return options;
    const [tool] = process.argv;
    if (options.args.length === 0 && !options.has('f')) {
      process.err(
        usesBusybox(process)
          ? `${BUSYBOX_BANNER}\n\nUsage: ${tool} FILE...\n`
          : `${tool}: missing ${tool === 'touch' ? 'file ' : ''}operand\nTry '${tool} --help' for more information.\n`,
      );
      return 1;
    }
    let status = 0;
    for (const path of options.args) {
      const complaint = act(process, path, options.has);
      if (complaint === undefined) continue;
      status = 1;
      process.err(`${tool}: ${complaint}\n`);
    }
    return status;
  });

const parentExists = ({ files }: Process, path: string): boolean => files.kind(`${files.resolve(path)}/..`) === 'directory';
const NONE = 'No such file or directory';

const touch = pathTool('acmr:t:d:', 'fh', (process, path) => {
  if (process.files.kind(path) !== undefined) return undefined;
  if (!parentExists(process, path)) return usesBusybox(process) ? `${path}: ${NONE}` : `cannot touch '${path}': ${NONE}`;
  process.files.write(path, '');
  return undefined;
});

const rm = pathTool('rRfvid', 'I', (process, path, has) => {
  const kind = process.files.kind(path);
  const cannot = usesBusybox(process) ? "can't remove" : 'cannot remove';
  if (kind === undefined) return has('f') ? undefined : `${cannot} '${path}': ${NONE}`;
  if (kind === 'directory' && !has('r') && !has('R')) return usesBusybox(process) ? `'${path}' is a directory` : `${cannot} '${path}': Is a directory`;
  process.files.remove(path);
  return undefined;
});

const mkdir = pathTool('pvm:', '', (process, path, has) => {
  const kind = process.files.kind(path);
  const cannot = usesBusybox(process) ? "can't create directory" : 'cannot create directory';
  if (kind !== undefined) return has('p') && kind === 'directory' ? undefined : `${cannot} '${path}': File exists`;
  if (!has('p') && !parentExists(process, path)) return `${cannot} '${path}': ${NONE}`;
  process.files.makeDirectory(path);
  return undefined;
});

const copyTool = (moves: boolean): Program =>
  plain((process) => {
    const options = readOptions(process, { short: 'rRfpavni', known: 'bdHlLPsStTux' });
    if (typeof options === 'number') return options;
    const { files } = process;
    const [tool] = process.argv;
    const target = options.args.at(-1);
    const sources = options.args.slice(0, -1);
    if (target === undefined || sources.length === 0) {
      process.err(
        `${tool}: missing ${target === undefined ? 'file operand' : `destination file operand after '${target}'`}\nTry '${tool} --help' for more information.\n`,
      );
      return 1;
    }
    let status = 0;
    for (const source of sources) {
      const text = files.read(source);
      const into = files.kind(target) === 'directory' ? `${target.replace(/\/$/, '')}/${source.split('/').pop()}` : target;
      if (text === undefined || !parentExists(process, into)) {
        status = 1;
        process.err(
          text === undefined
            ? files.kind(source) === 'directory'
              ? `${tool}: -r not specified; omitting directory '${source}'\n`
              : usesBusybox(process)
                ? `${tool}: can't ${moves ? 'rename' : 'stat'} '${source}': ${NONE}\n`
                : `${tool}: cannot stat '${source}': ${NONE}\n`
            : `${tool}: cannot create regular file '${into}': ${NONE}\n`,
        );
        continue;
      }
      files.write(into, text);
      if (moves) files.remove(source);
    }
    return status;
  });

const nameTool = (change: (path: string, suffix: string | undefined) => string): Program =>
  plain((process) => {
    const [, path, suffix] = process.argv;
    if (path === undefined) {
      process.err(`${process.argv[0]}: missing operand\nTry '${process.argv[0]} --help' for more information.\n`);
      return 1;
    }
    process.out(`${change(path, suffix)}\n`);
    return 0;
  });

/** Programs about files and paths, by name. */
export const FILE_TOOLS = {
  ls,
  touch,
  rm,
  mkdir,
  cp: copyTool(false),
  mv: copyTool(true),
  rmdir: rm,
  chmod: plain(() => 0),
  basename: nameTool((path, suffix) => {
    const name = path.replace(/\/+$/, '').split('/').pop() || '/';
    return suffix !== undefined && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  }),
  dirname: nameTool((path) => path.replace(/\/+$/, '').replace(/\/*[^/]*$/, '') || (path.startsWith('/') ? '/' : '.')),
  realpath: plain((process) => (process.out(`${process.files.resolve(process.argv[1] ?? '.')}\n`), 0)),
} satisfies ProgramTable;
