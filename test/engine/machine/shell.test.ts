import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCluster, openSession, runCommand, settleCluster, type ClusterState, type CommandResult, type Place } from '../../../src/engine/index.ts';

interface Recorded {
  readonly shell: 'bash' | 'dash' | 'ash';
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** What bash 5.2.15, dash 0.5.12 (with Debian 12's coreutils) and busybox 1.37.0 printed in an empty /root, LC_ALL=C, TZ=UTC. */
const recorded = ['recorded-scripts', 'recorded-features'].flatMap(
  (name) => JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as readonly Recorded[],
);

const BUSYBOX = 'apiVersion: v1\nkind: Pod\nmetadata: {name: bb}\nspec: {containers: [{name: c, image: "busybox:1.37", command: [sleep, infinity]}]}\n';

function clusterWithBusybox(): ClusterState {
  const applied = runCommand(
    { cluster: createCluster('three-nodes'), session: openSession({ kind: 'operator' }, { 'bb.yaml': BUSYBOX }) },
    'kubectl apply -f bb.yaml',
  );
  return settleCluster(applied.world.cluster).cluster;
}

const cluster = clusterWithBusybox();
const PLACES: { readonly [shell in Recorded['shell']]: Place } = {
  bash: { kind: 'operator' },
  dash: { kind: 'node', node: 'node-a' },
  ash: { kind: 'pod', namespace: 'default', pod: 'bb' },
};

function run(shell: Recorded['shell'], line: string): CommandResult {
  const session = openSession(PLACES[shell]);
  return runCommand({ cluster, session: shell === 'ash' ? { ...session, cwd: '/root' } : session }, line);
}

describe('scripts print what the real shells printed', () => {
  it.each(recorded.map((one) => [one.shell, one.script, one] as const))('%s: %s', (shell, script, { stdout, stderr, exit }) => {
    const result = run(shell, script);
    expect({ stdout: result.stdout, stderr: result.stderr, exit: result.exitCode }).toEqual({ stdout, stderr, exit });
  });
});

describe('lines that cannot be read are refused in the words of the shell', () => {
  it.each([
    ['bash', 'echo )', "bash: -c: line 1: syntax error near unexpected token `)'\nbash: -c: line 1: `echo )'\n"],
    ['bash', 'if true; then', 'bash: -c: line 2: syntax error: unexpected end of file\n'],
    ['bash', 'echo "abc', 'bash: -c: line 1: unexpected EOF while looking for matching `"\'\n'],
    ['bash', 'ls ;; ls', "bash: -c: line 1: syntax error near unexpected token `;;'\nbash: -c: line 1: `ls ;; ls'\n"],
    ['bash', 'kubectl　get pods', "bash: line 1: $'kubectl\\343\\200\\200get': command not found\n"],
    ['dash', 'echo )', 'sh: 1: Syntax error: ")" unexpected\n'],
    ['dash', 'if true; then', 'sh: 1: Syntax error: end of file unexpected (expecting "fi")\n'],
    ['dash', 'echo "abc', 'sh: 1: Syntax error: Unterminated quoted string\n'],
    ['ash', 'echo )', 'sh: syntax error: unexpected ")"\n'],
    ['ash', 'foo', 'sh: foo: not found\n'],
  ] as const)('%s: %s', (shell, line, stderr) => {
    expect(run(shell, line).stderr).toBe(stderr);
  });
});

describe('nothing hangs', () => {
  it('an endless loop is cut after its steps', () => {
    const { exitCode, stderr, notSimulated } = run('bash', 'while true; do :; done');
    expect({ exitCode, stderr, notSimulated }).toEqual({
      exitCode: 130,
      stderr: 'minato: stopped: a command may take at most 20000 steps\n',
      notSimulated: [{ id: 'command-cut', params: { reason: 'steps' } }],
    });
  });

  it.each([
    ['bash', 'f(){ f; }; f'],
    ['dash', 'f(){ if true; then f; fi; }; f'],
    ['ash', "f(){ eval 'f | f'; }; f"],
    ['bash', "echo 'sh x' > x; sh x"],
  ] as const)('%s: %s is cut before the stack below is full', (shell, line) => {
    expect(run(shell, line)).toMatchObject({ exitCode: 130, notSimulated: [{ id: 'command-cut', params: { reason: 'steps' } }] });
  });

  it.each([
    'for i in {1..1000}; do for j in {1..1000}; do :; done; done',
    'x={1..9}; while :; do echo {1..10}{1..100}; done',
    'x=$(seq 1 20000); while :; do set -- $x; done',
    'while :; do kubectl run "x$RANDOM" --image=busybox:1.37; done',
  ])('work that no step shows is counted: %s', (line) => {
    expect(run('bash', line)).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('stopped: a command may take at most 20000 steps') as string });
  });

  it.each(['^(a|a)*b$', '^(a|aa)+b$', '^((a+)|b)*c$', '^(a|.)*b$', '^(x(a*))*b$', 'a*a*[ab]*.*b', '.*x.*x.*x.*x.*x.*x.*y'])(
    'the pattern %s is not run',
    (pattern) => {
      const text = 'a'.repeat(60);
      expect(run('bash', `echo ${text} | grep -E '${pattern}'`)).toMatchObject({ stderr: 'minato: a pattern this deep is not simulated\n', exitCode: 2 });
      expect(run('bash', `echo ${text} | awk '/${pattern}/'`)).toMatchObject({ stderr: `minato: the pattern /${pattern}/ is not simulated\n`, exitCode: 1 });
      expect(run('bash', `p='${pattern}'; [[ ${text} =~ $p ]]`)).toMatchObject({ stderr: 'minato: a pattern this deep is not simulated\n', exitCode: 2 });
    },
  );

  it.each([
    '^(GET|POST) ',
    '[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+',
    '.*a.*b.*c',
    '(ab)+c',
    '^(10|172)(\\.|:)',
    '(x|yz)+b',
    '[(*]+b',
    '(a\\+|b)+',
    '([0-9]{1,3}\\.){3}[0-9]{1,3}',
    '[0-9]+(\\.[0-9]+)+',
    '^(/[^/]+)*$',
  ])('the pattern %s is', (pattern) => {
    expect(run('bash', `echo abc | grep -cE '${pattern}'`)).toMatchObject({ stderr: '' });
  });

  it('awk does not put together what no machine would hold', () => {
    for (const line of [`awk 'BEGIN { s = "a"; while (length(s) < 1e9) s = s s }'`, `awk 'BEGIN { s = "aa"; while (length(s) < 1e9) gsub(/a/, "aaaa", s) }'`])
      expect(run('bash', line)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('a text of more than a million characters is not simulated') as string,
      });
  });

  it('grep -o goes on behind a match of nothing', () => {
    expect(run('bash', `echo 'id 42, port 8080' | grep -o '[0-9]*'`).stdout).toBe('42\n8080\n');
    expect(run('bash', `echo 'ab1cd' | grep -oE '[a-z]*'`).stdout).toBe('ab\ncd\n');
  });

  it.each([
    ['printf "1\\n2\\n3\\n" > a; printf "x\\ny\\n" > b; paste -d, a b', '1,x\n2,y\n3,\n'],
    ['seq 4 | paste - -', '1\t2\n3\t4\n'],
    ['seq 3 > a; seq 4 5 > b; paste -s -d+ a b', '1+2+3\n4+5\n'],
  ])('paste puts lines side by side: %s', (line, stdout) => {
    expect(run('bash', line)).toMatchObject({ stdout, stderr: '', exitCode: 0 });
  });

  it('a thousand requests are no endless loop', () => {
    const { exitCode, stdout } = run(
      'ash',
      'n=0; for i in $(seq 1 1000); do nslookup kubernetes.default.svc.cluster.local > answer && n=$((n+1)); done; echo $n',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '1000\n' });
  });

  it('what controllers make of one object is no endless loop either', () => {
    expect(run('bash', 'kubectl create deployment large --image=busybox:1.37 --replicas=2000')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each(['while :; do kubectl get pods; done', 'until false; do kubectl exec client -- dig +short kubernetes.default.svc.cluster.local; done'])(
    'a loop of questions without a rest is cut before a person notices: %s',
    (line) => {
      const { exitCode, stdout } = run('bash', line);
      expect({ exitCode, rounds: stdout.split('\n').length < 4000 }).toEqual({ exitCode: 130, rounds: true });
    },
  );

  it.each([
    ['cat /dev/zero', 'minato: reading /dev/zero is not simulated\n'],
    ['wc -c < /dev/urandom', 'minato: reading /dev/urandom is not simulated\n'],
    ['echo {1..100}{1..100}', 'minato: braces that expand to more than 1000 words are not simulated\n'],
    ['nc -w abc 10.96.0.1 443', 'nc: timeout invalid: abc\n'],
  ])('%s says what is in its way', (line, words) => {
    expect(run('bash', line)).toMatchObject({ exitCode: 1, stderr: words });
  });

  it('of more replicas than any cluster here has, the first five hundred are made, and an event says so', () => {
    const { stdout, exitCode } = run(
      'bash',
      "kubectl create deployment large --image=busybox:1.37 --replicas=2000000000 >/dev/null; kubectl get rs -l app=large -o jsonpath='{.items[0].status.replicas} {.items[0].status.conditions[0].message}'",
    );
    expect({ stdout, exitCode }).toEqual({ stdout: '500 minato: more than 10000 Pods of one workload are not simulated: there are 500 of them', exitCode: 0 });
  });

  it('a StatefulSet of as many keeps the Pods it has', () => {
    const set =
      '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {serviceName: db, podManagementPolicy: Parallel, replicas: 520, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: "busybox:1.37"}]}}}}';
    const { stdout, exitCode } = run(
      'bash',
      `echo '${set}' > db.yaml; kubectl apply -f db.yaml >/dev/null; kubectl scale sts db --replicas=10001 >/dev/null; kubectl get sts db -o jsonpath='{.status.replicas}'; kubectl get events --field-selector reason=FailedCreate -o jsonpath=' {.items[0].message}'`,
    );
    expect({ stdout, exitCode }).toEqual({
      stdout: '520 Create Pod db-500 in StatefulSet db failed error: minato: more than 10000 Pods of one workload are not simulated: there are 500 of them',
      exitCode: 0,
    });
  });

  it.each([
    `awk 'BEGIN{x=sprintf("%10000s","a"); for(;;) gsub(/a*/,"aa",x)}'`,
    `awk 'BEGIN{x="ab"; for(i=0;i<18;i++) x=x x; for(;;) n=split(x,a,"")}'`,
    `awk 'BEGIN{x="ab"; for(i=0;i<18;i++) x=x x; y=x " "; for(;;) if (x < y) z=1}'`,
    'printf %05000d 0 | tr 0 a > f; grep "a*a*b" f',
    'printf %05000d 0 | tr 0 a > f; sed "s/a*a*b/x/" f',
    'printf %050000d 0 | tr 0 a > f; grep -E "(a|b)*c" f',
    `seq 1 20000 | tr '\\n' ' ' > f; grep -E '1.*2.*3.*x' f`,
    'diff <(seq 1 3000) <(seq 3000 -1 1)',
    `kubectl get nodes -o go-template='{{range 1000000000}}x{{end}}'`,
    `kubectl get nodes -o go-template='{{range 15000}}{{printf "%1000000d" 1}}{{end}}'`,
    `kubectl get nodes -o go-template="{{printf \\"$(printf '%%9999999d%.0s' $(seq 60))\\" $(printf '1 %.0s' $(seq 60))}}"`,
    'ping -i 0.001 -c 1000000 10.96.0.1',
    'seq 20000 > a; while :; do sort -R a a > b; mv b a; done',
    'seq 100000 | sort -R',
    'seq 12000 | cat > f',
  ])('what costs more than its steps show is cut as well: %s', (line) => {
    expect(run('bash', line)).toMatchObject({ exitCode: 130, stderr: 'minato: stopped: a command may take at most 20000 steps\n' });
  });

  it('a file that doubles is cut by what was written', () => {
    const { exitCode, stderr } = run('bash', 'echo hello > a; while :; do cat a a > b; mv b a; done');
    expect([exitCode, stderr]).toEqual([130, 'minato: stopped: a command may print at most 1000000 characters\n']);
  });

  it.each([
    [`kubectl get pods -A -o json | tr -d '\\n' | sed 's/.*"podIP": "\\([^"]*\\)".*/\\1/'`, '10.244.0.2'],
    [`kubectl get pods -A -o json | tr -d '\\n' | grep -oP '(?<="podIP": ")[^"]+'`, '10.244.0.3\n10.244.0.2\n'],
    [`printf %010000d 0 | tr 0 a | sed 's/.*b/x/' | wc -c`, '10000\n'],
    [`echo axb | awk -F'.*x' '{print $2}'`, 'b\n'],
    [`printf %01000d 0 | awk -F'.*x' '{print NF}'`, '1\n'],
    [`awk 'BEGIN { print split("axbxc", a, /.*x/), a[2] }'`, '2 c\n'],
  ])('a long line is searched all the same: %s', (line, stdout) => {
    expect(run('bash', line)).toMatchObject({ stdout: expect.stringContaining(stdout) as string, stderr: '' });
  });

  it('a fork bomb is cut at two hundred processes', () => {
    expect(run('bash', ':(){ :|:& };:')).toMatchObject({ exitCode: 130, stderr: 'minato: stopped: a command may take at most 20000 steps\n' });
  });

  it('what waits for ever is stopped after half a minute of the simulated clock', () => {
    const { world, stderr } = run('bash', 'sleep infinity');
    expect(stderr).toBe('minato: stopped: this would go on until Ctrl-C\n');
    expect(world.cluster.now - cluster.now).toBe(30_000);
  });

  it('what repeats itself is stopped after two minutes', () => {
    const { world, stderr } = run('bash', 'while true; do sleep 1; done');
    expect(stderr).toBe('minato: stopped: this would go on until Ctrl-C\n');
    expect(world.cluster.now - cluster.now).toBe(120_000);
  });

  it('a program that prints for ever ends when nobody reads any more', () => {
    expect(run('bash', 'yes | head -2')).toMatchObject({ stdout: 'y\ny\n', exitCode: 0 });
  });

  it('background jobs take turns on one clock', () => {
    const { stdout, world } = run('bash', '(sleep 2; echo b) & (sleep 1; echo a) & wait; echo c');
    expect(stdout).toBe('a\nb\nc\n');
    expect(world.cluster.now - cluster.now).toBe(2000);
  });

  it('no line throws, and every line ends', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'echo',
        'if',
        'then',
        'fi',
        'for',
        'i',
        'in',
        'do',
        'done',
        'while',
        'case',
        'esac',
        '{',
        '}',
        '(',
        ')',
        '$(',
        '`',
        '"',
        "'",
        '${x',
        '${x:-',
        '}',
        '$((',
        '))',
        '|',
        '||',
        '&&',
        '&',
        ';',
        ';;',
        '<',
        '>',
        '<<E',
        '2>&1',
        '!',
        '[',
        ']',
        '[[',
        'test',
        'x=1',
        '$x',
        '*',
        '~',
        '\\',
        '\n',
        '#',
        'f()',
        'return',
        'exit',
        'break',
        'set',
        '-e',
        'eval',
        'exec',
        'cat',
        'grep',
        'sed',
        's/a/b/',
        'awk',
        '{print $1}',
        'sort',
        'cut',
        '-f',
        'dig',
        '+short',
        'curl',
        'http://web/',
        'kubectl',
        'get',
        'pods',
        'wait',
        'read',
        'printf',
        '%d',
        'seq',
        '3',
        'tr',
        'timeout',
        '1',
        'sleep',
        'xargs',
        'ｋubectl',
        '　',
        '😀',
      ),
      fc.string({ maxLength: 8, unit: 'binary' }),
    );
    const line = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(line, fc.constantFrom('bash', 'dash', 'ash'), (text, shell) => {
        const { exitCode, stdout, stderr } = run(shell, text);
        expect(Number.isInteger(exitCode) && exitCode >= 0 && exitCode <= 255, text).toBe(true);
        expect(stdout.length + stderr.length).toBeLessThan(1_100_000);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a session stays between two lines', () => {
  it('files, variables, directory and status are kept', () => {
    const session = openSession({ kind: 'operator' }, { 'a.yaml': 'a\n' });
    const first = runCommand({ cluster, session }, 'X=1; export Y=2; echo b > b.yaml; cd /tmp; false');
    const second = runCommand(first.world, 'echo $? $X $Y $PWD; cd; cat *.yaml; sh -c "echo [\\$X] [\\$Y]"');
    expect(second.stdout).toBe('1 1 2 /tmp\na\nb\n[] [2]\n');
    expect(first.world.session.files).toEqual({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' });
  });

  it('the state is plain data and the same line gives the same answer', () => {
    const line = 'for i in 1 2 3; do curl -s http://external.example.com/; dig +short example.com; done; echo $RANDOM';
    const [one, two] = [run('dash', line), run('dash', line)];
    expect(two.stdout).toBe(one.stdout);
    expect(JSON.parse(JSON.stringify(one.world))).toEqual(one.world);
  });
});
