import { describe, expect, test } from 'vitest';
import { createCluster, openSession, runCommand, settleCluster, type TerminalSession } from '../../../src/engine/index.ts';
import { isUnfinished } from '../../../src/engine/machine/shell-parser.ts';

const cluster = settleCluster(createCluster('three-nodes', 1)).cluster;

/** Types lines into one shell after the other; what each printed. */
function type(session: TerminalSession, ...lines: readonly string[]): readonly string[] {
  let now = session;
  return lines.map((line) => {
    const result = runCommand({ cluster, session: now }, line);
    now = result.world.session;
    return result.stdout + result.stderr;
  });
}
const typed = { ...openSession(), aliases: { k: 'kubectl' } };
const pod = openSession({ kind: 'pod', namespace: 'default', pod: 'client' });

describe('aliases', () => {
  test('stand for their words, through one another, from the next line on', () => {
    expect(type(typed, "alias kn='k -n kube-system'; kn get svc", 'kn get svc kube-dns -o name', 'alias')).toEqual([
      'bash: kn: command not found\n',
      'service/kube-dns\n',
      "alias k='kubectl'\nalias kn='k -n kube-system'\n",
    ]);
  });

  test('a quoted name and a name within the words is no alias; one of itself ends', () => {
    expect(type(typed, '\\k', 'echo k', "alias echo='echo -n'", 'echo x', 'unalias echo k', 'k')).toEqual([
      'bash: k: command not found\n',
      'k\n',
      '',
      'x',
      '',
      'bash: k: command not found\n',
    ]);
  });

  test('a bash that runs a script expands none; a dash does', () => {
    expect(type(openSession(), "alias e='echo yes'", 'e')).toEqual(['', 'bash: line 1: e: command not found\n']);
    expect(type(pod, "alias e='echo yes'", 'e', 'alias nope')).toEqual(['', 'yes\n', 'alias: nope not found\n']);
  });

  test('an alias for a pipe is said not to be simulated', () => {
    expect(type(typed, "alias x='a | b'", 'x')).toEqual(['', "minato: the alias x='a | b' is not simulated\n"]);
  });
});

test('a bash that is typed into counts no lines in its complaints', () => {
  expect(type(typed, 'nosuch', 'echo )', 'cd /nope')).toEqual([
    'bash: nosuch: command not found\n',
    "bash: syntax error near unexpected token `)'\n",
    'bash: cd: /nope: No such file or directory\n',
  ]);
});

test('functions, arrays, options and the last pipeline are there in the next line, where somebody types', () => {
  const lines = [
    'f() { echo "$1 of ${a[1]}"; }; a=(x y); declare -A m=([k]=v); set -u',
    'f one; echo ${m[k]}',
    'false | true',
    'echo "${PIPESTATUS[@]}"; echo $nope',
  ];
  expect(type({ ...typed, memory: {} }, ...lines)).toEqual(['', 'one of y\nv\n', '', '1 0\nbash: nope: unbound variable\n']);
  expect(type(pod, 'f() { echo one; }', 'f')).toEqual(['', 'sh: 1: f: not found\n']);
});

test('the directory is the one that the last line left, and a variable that was taken back is gone', () => {
  const lines = ['mkdir x; cd x; a=1', 'pwd; cd ..', 'pwd; echo $a; ls', 'unset a OLDPWD', 'echo "$a$OLDPWD."'] as const;
  expect(type(typed, ...lines)).toEqual(['', '/root/x\n', '/root\n1\nx\n', '', '.\n']);
});

describe('a line that wants another', () => {
  test.each([
    ['echo "a', true],
    ["echo 'a", true],
    ['echo a \\', true],
    ['echo a \\\\', false],
    ['kubectl get pods |', true],
    ['true &&', true],
    ['if true; then', true],
    ['if true; then echo a; fi', false],
    ['for i in 1 2; do', true],
    ['echo $(kubectl get', true],
    ['cat <<EOF', true],
    ['cat <<EOF\na\n', true],
    ['cat <<EOF\na\nEOF', false],
    ["cat <<-'END'\n\ta\n\tEND\n", false],
    ['echo )', false],
    ['', false],
  ])('%j: %s', (text, wants) => {
    expect(isUnfinished(text, 'bash')).toBe(wants);
  });
});

test('a stack of directories stays from line to line', () => {
  expect(
    type(
      { ...typed, memory: {} },
      'mkdir -p a/b',
      'pushd a/b',
      'pushd /etc',
      'dirs -v',
      'popd',
      'popd; pwd',
      'popd',
      'pushd nowhere',
      'pushd /etc >/dev/null; echo ${DIRSTACK[0]} ${DIRSTACK[1]}',
    ),
  ).toEqual([
    '',
    '~/a/b ~\n',
    '/etc ~/a/b ~\n',
    ' 0  /etc\n 1  ~/a/b\n 2  ~\n',
    '~/a/b ~\n',
    '~\n/root\n',
    'bash: popd: directory stack empty\n',
    'bash: pushd: nowhere: No such file or directory\n',
    '/etc /root\n',
  ]);
});

test('select asks until it is left', () => {
  expect(type(typed, 'select x in red blue; do echo "$REPLY: $x"; [ "$x" ] && break; done <<< $\'9\\n2\'')).toEqual(['9: \n2: blue\n1) red\n2) blue\n#? #? ']);
});

test('history shows what the page has kept, the present line included', () => {
  const session = { ...typed, history: ['kubectl get pods', 'ls', 'history'] };
  expect(type(session, 'history', 'history 1', 'history x')).toEqual([
    '    1  kubectl get pods\n    2  ls\n    3  history\n',
    '    3  history\n',
    'bash: history: x: numeric argument required\n',
  ]);
});

test('help is answered by the page: the engine says that somebody asked', () => {
  const { stdout, stderr, notSimulated } = runCommand({ cluster, session: typed }, 'help');
  expect({ stdout, stderr, notSimulated }).toEqual({ stdout: '', stderr: '', notSimulated: [{ id: 'help', params: {} }] });
  expect(type(typed, 'help if', 'help cd', 'help nosuch')).toEqual([
    'minato: help if is not simulated\n',
    'minato: help cd is not simulated\n',
    "bash: help: no help topics match `nosuch'.  Try `help help' or `man -k nosuch' or `info nosuch'.\n",
  ]);
});
