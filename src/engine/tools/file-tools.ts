// Programs about files and their paths (coreutils 9.1; busybox 1.37.0).
import type { Process, Program, ProgramTable } from '../machine/process.ts';
import { utf8 } from '../machine/shell-words.ts';
import { formatDate } from '../machine/date-format.ts';
import { BUSYBOX_BANNER, notSimulated, plain, readOptions, usesBusybox } from './options.ts';
import { BUSY, isMounted } from './text-input.ts';

const ls: Program = plain((process) => {
  const options = readOptions(
    process,
    {
      short: 'la1AdhFrtRpCxUmsSgonQ',
      known: 'BbcDfGHI:iKkLNOqTuvw:XZ',
      long: { all: 'a', 'almost-all': 'A', directory: 'd', 'human-readable': 'h', recursive: 'R', reverse: 'r', classify: 'F', 'quote-name': 'Q' },
      knownLong:
        'group-directories-first hide= ignore= full-time sort= time= time-style= block-size= format= width= author inode size numeric-uid-gid color help version',
      usageExit: 2,
    },
    process.argv.filter((word) => !/^--colou?r(=(auto|never))?$/.test(word)),
  );
  if (typeof options === 'number') return options;
  const { files } = process;
  const paths = options.args.length > 0 ? options.args : ['.'];
  let status = 0;
  const when = formatDate('%b %e %H:%M', process.now);
  const long = options.has('l') || options.has('g') || options.has('o') || options.has('n');
  const sizeOf = (path: string): number => (files.kind(path) === 'directory' ? 4096 : utf8(files.read(path) ?? '').length);
  const owner = `${options.has('g') ? '' : options.has('n') ? ' 0' : ' root'}${options.has('o') ? '' : options.has('n') ? ' 0' : ' root'}`;
  const human = (size: number): string =>
    size < 1024
      ? String(size)
      : size < 10_240
        ? `${(Math.ceil(size / 102.4) / 10).toFixed(1)}K`
        : size < 1_048_576
          ? `${Math.ceil(size / 1024)}K`
          : `${Math.ceil(size / 1_048_576)}M`;
  const shownName = (path: string, name: string): string => {
    const mark = (options.has('F') || options.has('p')) && files.kind(path) === 'directory' ? '/' : '';
    return `${options.has('Q') ? `"${name}"` : name}${mark}`;
  };
  const blocksOf = (path: string): number => Math.ceil(sizeOf(path) / 4096) * 4;
  /** Rows of one listing, its sizes aligned. */
  const list = (rows: readonly (readonly [path: string, name: string])[]): void => {
    const ordered = options.has('S') ? rows.toSorted(([a], [b]) => sizeOf(b) - sizeOf(a)) : rows;
    const shown = options.has('r') ? ordered.toReversed() : ordered;
    if (options.has('m')) {
      if (shown.length > 0) process.out(`${shown.map(([path, name]) => shownName(path, name)).join(', ')}\n`);
      return;
    }
    if ((options.has('C') || options.has('x')) && !long && shown.length > 0) {
      process.out(`${shown.map(([path, name]) => shownName(path, name)).join('  ')}\n`);
      return;
    }
    const sizes = shown.map(([path]) => (options.has('h') ? human(sizeOf(path)) : String(sizeOf(path))));
    const width = Math.max(0, ...sizes.map((size) => size.length));
    for (const [at, [path, name]] of shown.entries()) {
      const directory = files.kind(path) === 'directory';
      const blocks = options.has('s') ? `${blocksOf(path)} ` : '';
      process.out(
        long
          ? `${blocks}${directory ? 'drwxr-xr-x' : '-rw-r--r--'} ${directory ? 2 : 1}${owner} ${(sizes[at] as string).padStart(usesBusybox(process) ? 9 : width)} ${when} ${shownName(path, name)}\n`
          : `${blocks}${shownName(path, name)}\n`,
      );
    }
  };
  const sorted = paths
    .filter((path) => {
      if (files.kind(path) !== undefined) return true;
      status = usesBusybox(process) ? 1 : 2;
      process.err(usesBusybox(process) ? `ls: ${path}: No such file or directory\n` : `ls: cannot access '${path}': No such file or directory\n`);
      return false;
    })
    .sort();
  const single = sorted.filter((path) => files.kind(path) === 'file' || options.has('d'));
  list(single.map((path) => [path, path]));
  let first = single.length === 0;
  const show = (path: string): void => {
    if (paths.length > 1 || options.has('R')) process.out(`${first ? '' : '\n'}${path}:\n`);
    first = false;
    const names = files.list(path).filter((name) => options.has('a') || options.has('A') || !name.startsWith('.'));
    const at = (name: string): string => `${path.replace(/(?<=.)\/$/, '')}/${name}`;
    const rows = [...(options.has('a') ? ['.', '..'] : []), ...names].map((name) => [at(name), name] as const);
    if (long || options.has('s')) process.out(`total ${rows.reduce((sum, [one]) => sum + blocksOf(one), 0)}\n`);
    list(rows);
    if (options.has('R')) for (const name of names) if (files.kind(at(name)) === 'directory') show(at(name));
  };
  for (const path of sorted) if (!single.includes(path)) show(path);
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

const touch = pathTool('acmr:t:d:', 'fh', (process, path, has) => {
  for (const letter of 'dtr') if (has(letter)) process.notSimulated('tool-option', { option: `touch -${letter}` }, '');
  if (process.files.kind(path) !== undefined) return undefined;
  if (!parentExists(process, path)) return usesBusybox(process) ? `${path}: ${NONE}` : `cannot touch '${path}': ${NONE}`;
  process.files.write(path, '');
  return undefined;
});

const MODE = /^([0-7]{1,4}|[ugoa]*([-+=]([rwxXst]*|[ugo]))+(,[ugoa]*([-+=]([rwxXst]*|[ugo]))+)*)$/;

/** `chmod`: what it is given is read and looked for; what `ls -l` would show afterwards is not simulated, and the page says so. */
const chmod = plain((process) => {
  const [mode, ...paths] = process.argv.slice(1).filter((word) => !/^-([cfvR]+|-(recursive|verbose|changes|silent|quiet))$/.test(word));
  const busybox = usesBusybox(process);
  const fail = (complaint: string, more = ''): number => (process.err(`chmod: ${complaint}\n${more}`), 1);
  const more = busybox ? '' : "Try 'chmod --help' for more information.\n";
  if (mode?.startsWith('--')) return fail(`unrecognized option '${mode}'`, more);
  if (mode === undefined || paths.length === 0) return fail(`missing operand${mode === undefined ? '' : ` after '${mode}'`}`, more);
  if (!MODE.test(mode)) return fail(`invalid mode${busybox ? '' : ':'} '${mode}'`, more);
  process.notSimulated('tool-option', { option: `chmod ${mode}` }, '');
  const missing = paths.filter((path) => process.files.kind(path) === undefined);
  for (const path of missing) fail(busybox ? `${path}: ${NONE}` : `cannot access '${path}': ${NONE}`);
  return missing.length > 0 ? 1 : 0;
});

const rm = pathTool('rRfvid', 'I', (process, path, has) => {
  const kind = process.files.kind(path);
  const cannot = usesBusybox(process) ? "can't remove" : 'cannot remove';
  if (kind === undefined) return has('f') ? undefined : `${cannot} '${path}': ${NONE}`;
  if (kind === 'directory' && !has('r') && !has('R')) return usesBusybox(process) ? `'${path}' is a directory` : `${cannot} '${path}': Is a directory`;
  if (isMounted(process, path)) return `${cannot} '${path}': ${BUSY}`;
  process.files.remove(path);
  if (kind === 'directory') process.files.remove(`${path}/`);
  if (has('v')) process.out(`removed ${kind === 'directory' ? 'directory ' : ''}'${path}'\n`);
  return undefined;
});

const rmdir = pathTool('pv', '', (process, path) => {
  const { files } = process;
  const why =
    files.kind(path) === undefined ? NONE : files.kind(path) === 'file' ? 'Not a directory' : files.list(path).length > 0 ? 'Directory not empty' : undefined;
  if (why !== undefined) return usesBusybox(process) ? `'${path}': ${why}` : `failed to remove '${path}': ${why}`;
  files.remove(`${path}/`);
  return undefined;
});

const mkdir = pathTool('pvm:', '', (process, path, has) => {
  const kind = process.files.kind(path);
  const cannot = usesBusybox(process) ? "can't create directory" : 'cannot create directory';
  if (kind !== undefined) return has('p') && kind === 'directory' ? undefined : `${cannot} '${path}': File exists`;
  if (!has('p') && !parentExists(process, path)) return `${cannot} '${path}': ${NONE}`;
  process.files.makeDirectory(path);
  if (has('v')) process.out(`mkdir: created directory '${path}'\n`);
  return undefined;
});

const copyTool = (moves: boolean): Program =>
  plain((process) => {
    const options = readOptions(process, {
      short: 'rRfpavniT',
      known: 'bdHlLPsSt:ux',
      long: { recursive: 'r', force: 'f', verbose: 'v', archive: 'a', 'no-clobber': 'n' },
    });
    if (typeof options === 'number') return options;
    const { files } = process;
    const [tool = ''] = process.argv;
    const target = options.args.at(-1);
    const sources = options.args.slice(0, -1);
    if (target === undefined || sources.length === 0) {
      process.err(
        `${tool}: missing ${target === undefined ? 'file operand' : `destination file operand after '${target}'`}\nTry '${tool} --help' for more information.\n`,
      );
      return 1;
    }
    const isInto = files.kind(target) === 'directory';
    if (sources.length > 1 && !isInto) {
      process.err(`${tool}: target '${target}': ${files.kind(target) === 'file' ? 'Not a directory' : NONE}\n`);
      return 1;
    }
    let status = 0;
    const fail = (words: string): void => {
      status = 1;
      process.err(`${tool}: ${words}\n`);
    };
    const below = (directory: string): string[] =>
      files
        .list(directory)
        .flatMap((name) =>
          files.kind(`${directory}/${name}`) === 'directory' ? [`${name}/`, ...below(`${directory}/${name}`).map((one) => `${name}/${one}`)] : [name],
        );
    for (const source of sources) {
      const kind = files.kind(source);
      const into = isInto ? `${target.replace(/(?<=.)\/$/, '')}/${source.replace(/\/+$/, '').split('/').pop() as string}` : target;
      if (kind === undefined) fail(usesBusybox(process) ? `can't ${moves ? 'rename' : 'stat'} '${source}': ${NONE}` : `cannot stat '${source}': ${NONE}`);
      else if (kind === 'directory' && !moves && !/[rRa]/.test(options.given.map(([letter]) => letter).join('')))
        fail(usesBusybox(process) ? `omitting directory '${source}'` : `-r not specified; omitting directory '${source}'`);
      else if (files.resolve(source) === files.resolve(into)) fail(`'${source}' and '${into}' are the same file`);
      else if (!parentExists(process, into) || (kind === 'file' && into.endsWith('/') && !isInto))
        fail(
          `cannot ${moves ? `move '${source}' to` : 'create regular file'} '${into}': ${into.endsWith('/') && parentExists(process, into) ? 'Not a directory' : NONE}`,
        );
      else if (moves && (isMounted(process, source) || isMounted(process, into)))
        fail(usesBusybox(process) ? `can't rename '${source}': ${BUSY}` : `cannot move '${source}' to '${into}': ${BUSY}`);
      else if (!options.has('n') || files.kind(into) === undefined) {
        if (kind === 'file') files.write(into, files.read(source) ?? '');
        else {
          files.makeDirectory(into);
          for (const one of below(source)) {
            if (one.endsWith('/')) files.makeDirectory(`${into}/${one.slice(0, -1)}`);
            else files.write(`${into}/${one}`, files.read(`${source}/${one}`) ?? '');
          }
        }
        if (moves) {
          files.remove(source);
          if (kind === 'directory') files.remove(`${source}/`);
        }
        if (options.has('v')) process.out(`${moves ? 'renamed ' : ''}'${source}' -> '${into}'\n`);
      }
    }
    return status;
  });

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A file or directory with a name that nothing has yet. */
const mktemp: Program = plain((process) => {
  const options = readOptions(process, { short: 'dutqp:', long: { directory: 'd', 'dry-run': 'u', quiet: 'q', tmpdir: 'p' } });
  if (typeof options === 'number') return options;
  const template = options.args[0] ?? (usesBusybox(process) ? 'tmp.XXXXXX' : 'tmp.XXXXXXXXXX');
  const places = /X{3,}(?=[^X]*$)/.exec(template);
  if (!places) {
    process.err(usesBusybox(process) ? 'mktemp: Invalid argument\n' : `mktemp: too few X's in template '${template}'\n`);
    return 1;
  }
  const drawn = [...places[0]].map(() => LETTERS[process.draw(LETTERS.length)] as string).join('');
  const name = template.slice(0, places.index) + drawn + template.slice(places.index + places[0].length);
  const path = options.args.length === 0 || options.has('t') || options.has('p') ? `${options.value('p') ?? '/tmp'}/${name}` : name;
  if (!parentExists(process, path)) {
    process.err(`mktemp: failed to create ${options.has('d') ? 'directory' : 'file'} via template '${path.replace(drawn, places[0])}': ${NONE}\n`);
    return 1;
  }
  if (!options.has('u')) {
    if (options.has('d')) process.files.makeDirectory(path);
    else process.files.write(path, '');
  }
  process.out(`${path}\n`);
  return 0;
});

/** `stat -c`: what is known of a file here; its other forms say that they are not simulated. */
const stat: Program = plain((process) => {
  const options = readOptions(process, { short: 'c:', known: 'fLt', long: { format: 'c' }, knownLong: 'printf= file-system terse dereference' });
  if (typeof options === 'number') return options;
  const { files } = process;
  if (options.args.length === 0) {
    process.err("stat: missing operand\nTry 'stat --help' for more information.\n");
    return 1;
  }
  let status = 0;
  for (const path of options.args) {
    const kind = files.kind(path);
    if (kind === undefined) {
      process.err(usesBusybox(process) ? `stat: can't stat '${path}': ${NONE}\n` : `stat: cannot statx '${path}': ${NONE}\n`);
      status = 1;
      continue;
    }
    const format = options.value('c');
    if (format === undefined) return notSimulated(process, 'stat without -c');
    const directory = kind === 'directory';
    const size = directory ? 4096 : utf8(files.read(path) ?? '').length;
    const values: { readonly [letter: string]: string } = {
      n: path,
      N: `'${path}'`,
      s: String(size),
      b: String(Math.ceil(size / 4096) * 8),
      B: '512',
      F: directory ? 'directory' : size === 0 ? 'regular empty file' : 'regular file',
      a: directory ? '755' : '644',
      A: directory ? 'drwxr-xr-x' : '-rw-r--r--',
      u: '0',
      g: '0',
      U: 'root',
      G: 'root',
      '%': '%',
    };
    process.out(`${format.replace(/%([a-zA-Z%])/g, (all, letter: string) => values[letter] ?? all)}\n`);
  }
  return status;
});

/** `basename` and `dirname`. */
const nameTool = (change: (path: string, suffix: string | undefined) => string): Program =>
  plain((process) => {
    const [tool = ''] = process.argv;
    const isBase = tool === 'basename';
    const options = readOptions(process, isBase ? { short: 'as:z', long: { multiple: 'a', suffix: 's' } } : { short: 'z' });
    if (typeof options === 'number') return options;
    const fail = (words: string): number => {
      process.err(`${tool}: ${words}\nTry '${tool} --help' for more information.\n`);
      return 1;
    };
    const [path, suffix, extra] = options.args;
    if (path === undefined) return fail('missing operand');
    const end = options.has('z') ? '\0' : '\n';
    if (isBase && !options.has('a') && !options.has('s')) {
      if (extra !== undefined) return fail(`extra operand '${extra}'`);
      process.out(change(path, suffix) + end);
    } else for (const one of options.args) process.out(change(one, options.value('s')) + end);
    return 0;
  });

/** Absolute paths, without `.` and `..`; the parent must exist where that is asked for. */
function pathOf(process: Process, names: readonly string[], exists: boolean): number {
  let status = 0;
  for (const name of names.length > 0 ? names : ['.']) {
    if (exists && process.files.kind(name) === undefined && !parentExists(process, name)) {
      process.err(`realpath: ${name}: ${NONE}\n`);
      status = 1;
    } else process.out(`${process.files.resolve(name)}\n`);
  }
  return status;
}

/** Programs about files and paths, by name. */
export const FILE_TOOLS = {
  ls,
  touch,
  rm,
  mkdir,
  cp: copyTool(false),
  mv: copyTool(true),
  rmdir,
  mktemp,
  stat,
  chmod,
  basename: nameTool((path, suffix) => {
    const name = path === '' ? '' : path.replace(/\/+$/, '').split('/').pop() || '/';
    return suffix !== undefined && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  }),
  dirname: nameTool((path) => path.replace(/\/+$/, '').replace(/\/*[^/]*$/, '') || (path.startsWith('/') ? '/' : '.')),
  realpath: plain((process) =>
    pathOf(
      process,
      process.argv.slice(1).filter((word) => !word.startsWith('-')),
      !process.argv.includes('-m'),
    ),
  ),
  // nothing is a link here
  readlink: plain((process) => {
    const names = process.argv.slice(1).filter((word) => !word.startsWith('-'));
    return process.argv.some((word) => /^-[fem]/.test(word)) ? pathOf(process, names, false) : 1;
  }),
} satisfies ProgramTable;
