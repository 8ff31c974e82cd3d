import type { Dialect, SyntaxProblem } from './shell-syntax.ts';

// Recorded from bash 5.2.15, dash 0.5.12 and busybox ash 1.37.0 with `-c`, standard input empty (Debian 12, LC_ALL=C).

/** A shell that stops, or a command of it that fails, for a reason it has words for. */
export class ShellError extends Error {
  readonly words: string;
  readonly status: number;
  /** What the complaint names as its origin, where that is not the shell. */
  origin?: string;
  constructor(words: string, status: number) {
    super(words);
    this.words = words;
    this.status = status;
  }
}

/** What a shell puts before its complaints. */
export function complaintPrefix(dialect: Dialect, name: string, line: number): string {
  return dialect === 'bash' ? `${name}: line ${line}: ` : dialect === 'dash' ? `${name}: ${line}: ` : `${name}: `;
}

/** The whole complaint about a line that cannot be read, with its newlines, and the exit status. */
export function syntaxComplaint(dialect: Dialect, name: string, problem: SyntaxProblem, within = '-c'): { readonly text: string; readonly status: number } {
  if (problem.kind === 'not-simulated') return { text: `minato: ${problem.what} is not simulated\n`, status: 2 };
  const { line } = problem;
  if (dialect === 'bash') {
    const prefix = `${name}: ${within ? `${within}: ` : ''}line`;
    if (problem.kind === 'unterminated')
      return {
        text: `${prefix} ${line}: unexpected EOF while looking for matching \`${{ '$(': ')', '$((': ')', '${': '}' }[problem.opener as '$('] ?? problem.opener}'\n`,
        status: 2,
      };
    if (problem.kind === 'end-of-file') return { text: `${prefix} ${line + 1}: syntax error: unexpected end of file\n`, status: 2 };
    const token = problem.kind === 'unexpected' ? problem.token : problem.text;
    return { text: `${prefix} ${line}: syntax error near unexpected token \`${token}'\n${prefix} ${line}: \`${problem.text}'\n`, status: 2 };
  }
  const dash = dialect === 'dash';
  const expecting = 'expecting' in problem && problem.expecting ? ` (expecting "${problem.expecting}")` : '';
  const reason = ((): string => {
    switch (problem.kind) {
      case 'end-of-file':
        return dash ? `end of file unexpected${expecting}` : `unexpected end of file${expecting}`;
      case 'bad-loop-variable':
        return dash ? 'Bad for loop variable' : 'bad for loop variable';
      case 'unterminated':
        if (problem.opener === '$(') return dash ? 'end of file unexpected (expecting ")")' : 'unexpected end of file (expecting ")")';
        if (problem.opener === '`') return 'EOF in backquote substitution';
        if (problem.opener === '${' || problem.opener === '$((') return `${dash ? 'M' : 'm'}issing '${problem.opener === '${' ? '}' : '))'}'`;
        return dash ? 'Unterminated quoted string' : 'unterminated quoted string';
      case 'unexpected': {
        const bare = problem.token === 'newline' || problem.token === 'redirection';
        const token = bare ? problem.token : /^[a-z_]*$/i.test(problem.token) && !RESERVED.has(problem.token) ? 'word' : `"${problem.token}"`;
        return dash ? `${token} unexpected` : `unexpected ${token}`;
      }
    }
  })();
  return {
    text: `${complaintPrefix(dialect, within === 'eval' ? `${name}: ${dash ? `${line}: ` : ''}eval` : name, line).replace(/(eval): \d+: $/, '$1: ')}${dash ? 'S' : 's'}yntax error: ${reason}\n`,
    status: 2,
  };
}

const RESERVED = new Set(['if', 'then', 'elif', 'else', 'fi', 'do', 'done', 'case', 'esac', 'while', 'until', 'for', 'in']);

/** Why a program did not start: its words and exit status. */
export function notFound(dialect: Dialect, name: string, what: 'missing' | 'missing-path' | 'directory' | 'file'): Pick<ShellError, 'words' | 'status'> {
  if (what === 'directory') return { words: dialect === 'bash' ? `${name}: Is a directory` : `${name}: Permission denied`, status: 126 };
  if (what === 'file') return { words: `${name}: Permission denied`, status: 126 };
  if (dialect !== 'bash') return { words: name === '' ? ': Permission denied' : `${name}: not found`, status: 127 };
  return { words: what === 'missing-path' ? `${name}: No such file or directory` : `${quoteForBash(name)}: command not found`, status: 127 };
}

/** A name as bash writes it in a complaint: bytes beyond ASCII in octal (LC_ALL=C). */
export function quoteForBash(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  const bytes = utf8(text).map((byte) =>
    byte >= 32 && byte < 127
      ? String.fromCharCode(byte).replace(/['\\]/, '\\$&')
      : byte === 10
        ? '\\n'
        : byte === 9
          ? '\\t'
          : `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return `$'${bytes.join('')}'`;
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

const READ_ONLY = 'Read-only file system';

/** Why a file could not be opened by a redirection. */
export function redirectionFailure(
  dialect: Dialect,
  path: string,
  reading: boolean,
  why: 'missing' | 'directory' | 'ambiguous' | 'descriptor' | 'read-only',
): ShellError {
  if (dialect === 'bash')
    return new ShellError(
      `${path}: ${{ missing: 'No such file or directory', directory: 'Is a directory', ambiguous: 'ambiguous redirect', descriptor: 'Bad file descriptor', 'read-only': READ_ONLY }[why]}`,
      1,
    );
  if (why === 'descriptor') return new ShellError(`${path}: Bad file descriptor`, dialect === 'dash' ? 2 : 1);
  if (dialect === 'dash')
    return new ShellError(
      `cannot ${reading ? 'open' : 'create'} ${path}: ${why === 'read-only' ? READ_ONLY : why === 'directory' ? 'Is a directory' : reading ? 'No such file' : 'Directory nonexistent'}`,
      2,
    );
  return new ShellError(
    `can't ${reading ? 'open' : 'create'} ${path}: ${why === 'read-only' ? READ_ONLY : why === 'directory' ? 'Is a directory' : reading ? 'no such file' : 'nonexistent directory'}`,
    1,
  );
}

/** `0m1.500s`: how `time` writes what a pipeline took. */
export function formatDuration(ms: number): string {
  return `${Math.floor(ms / 60_000)}m${((ms % 60_000) / 1000).toFixed(3)}s`;
}

/** A word as `set -x` shows it; dash quotes nothing. */
export function quoteForTrace(text: string, dialect?: Dialect): string {
  return dialect === 'dash' || /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
