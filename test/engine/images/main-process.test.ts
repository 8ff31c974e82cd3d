import { describe, expect, it } from 'vitest';
import { advance, createCluster, loadEveryPart, openSession, runCommand, type World } from '../../../src/engine/index.ts';
import { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import type { ContainerRecord } from '../../../src/engine/store/tables.ts';

await loadEveryPart();

const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

const line = (world: World, command: string): { readonly world: World; readonly stdout: string; readonly stderr: string } => runCommand(world, command);

/** A cluster with the Pod and Service `web`, and a Pod `p` that runs a script. */
function begin(script: string, image = 'debug-tools:1'): World {
  let world: World = { cluster: createCluster('three-nodes'), session: openSession() };
  world = line(world, `kubectl run web --image=${AGNHOST} --port=80 --expose -- netexec --http-port=80`).world;
  world = { ...world, cluster: advance(world.cluster, 5000).cluster };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { restartPolicy: 'Never', terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image, command: ['sh', '-c', script] }] },
  };
  world = line({ ...world, session: { ...world.session, files: { 'p.json': JSON.stringify(pod) } } }, 'kubectl create -f p.json').world;
  while (!record(world)) world = { ...world, cluster: advance(world.cluster, 50).cluster };
  return world;
}

const record = ({ cluster }: World): ContainerRecord => new ClusterDraft(cluster).get('containers', 'default', 'p/c') as ContainerRecord;
const logOf = (world: World): string =>
  record(world)
    .log.map(({ text }) => text)
    .join('');
const startOf = (world: World): number => record(world).startedAt;

/** The world `seconds` after the script began: in one draft, or in many, so that the script is brought to where it was again and again. */
function at(world: World, seconds: number, pieces = 1): World {
  const left = startOf(world) + seconds * 1000 - world.cluster.now;
  let { cluster } = world;
  for (let piece = 0; piece < pieces; piece++) ({ cluster } = advance(cluster, left / pieces));
  return { ...world, cluster };
}

/** When each line was written, in seconds after the start. */
const times = (world: World): readonly string[] => record(world).log.map(({ at: moment, text }) => `${(moment - startOf(world)) / 1000} ${text.trimEnd()}`);

describe('a main process obeys the clock', () => {
  it.each([
    ['a loop in a pipe', 'for i in 1 2 3; do echo $i; sleep 5; done | cat', ['0 1', '5 2', '10 3']],
    ['a group in a pipe', '(sleep 10; echo late) | cat; echo after', ['10 late', '10 after']],
    ['lines read one by one', '(sleep 4; echo a b; sleep 6; echo c d) | while read x y; do echo $y $x; sleep 1; done', ['4 b a', '10 d c']],
    ['a shell in a shell', "sh -c 'echo in; sleep 5; echo still'; echo out", ['0 in', '5 still', '5 out']],
    ['under timeout', "timeout 7 sh -c 'while :; do echo tick; sleep 3; done'; echo $?", ['0 tick', '3 tick', '6 tick', '7 124']],
    ['a substitution', 'X=$(sleep 3; echo one); sleep 3; echo $X', ['6 one']],
    ['a group into a file', '{ echo one; sleep 3; echo two; } > /tmp/f; sleep 1; cat /tmp/f', ['4 one', '4 two']],
    ['what reads a part of its input', '(echo a; echo b; sleep 2; echo c) | { read x; sleep 5; head -1; cat; }', ['5 b', '5 c']],
    ['jobs and pipes', '(sleep 3; echo job) & (sleep 1; echo pipe; sleep 4) | cat; wait; echo all', ['1 pipe', '3 job', '5 all']],
    ['one program alone', 'exec ping -q -c 3 web | tail -2 | head -1 | cut -c1-20', ['2 3 packets transmitte']],
    ['a loop in a shell in a shell', "sh -c 'for i in 1 2 3; do date +%s >/dev/null; echo $i; sleep 1; done'; echo out", ['0 1', '1 2', '2 3', '3 out']],
    [
      'what begins beside what was told nothing yet',
      '(sleep 1; (for i in 1 2 3; do echo $i; sleep 2; done) | cat) | while read x; do ping -c 3 web >/dev/null; echo $x; done',
      ['3 1', '5 2', '7 3'],
    ],
    ['what keeps its lines until it ends', '(echo a; sleep 3; echo b; sleep 3) | sed s/^/x/ | cat', ['6 xa', '6 xb']],
    ['what does not', '(echo a; sleep 3; echo b; sleep 3) | sed -u s/^/x/ | cat', ['0 xa', '3 xb']],
    ['a program among what is unique', '(echo a; sleep 3; echo b; sleep 3) | uniq -u | cat', ['6 a', '6 b']],
    ['what says when to hand on', "(echo a; sleep 3; echo b; sleep 3) | awk '{ print; fflush() }' | cat", ['0 a', '3 b']],
    ['what runs another beside it', '(echo a; sleep 3; echo b; sleep 3) | awk \'{ print; system("echo -") }\' | cat', ['0 a', '0 -', '3 b', '3 -']],
    ['a program whose reader ends', '(while true; do cat /etc/hostname; sleep 4; done) | head -n 2; echo done', ['4 p', '4 p']],
    [
      'a program broken off',
      'for i in 1 2; do ping -c 3 web; echo st$? >&2; sleep 5; done | head -1 | cut -c1-16; echo over',
      ['0 PING web.default', '1 st141', '6 st141', '11 over'],
    ],
    [
      'a builtin whose reader ends',
      'A=$(date +%s); (while true; do echo x; echo tick >&2; sleep 4; done) | head -2; echo $(($(date +%s)-A))',
      ['0 tick', '4 tick', '4 x', '4 x', '8 8'],
    ],
    [
      'a reader that is a shell',
      '(while true; do echo x; echo tick >&2; sleep 4; done) | { read a; sleep 6; echo end; }; echo over',
      ['0 tick', '4 tick', '6 end', '8 over'],
    ],
    [
      'a reader that ends as more is written',
      '(while true; do echo x; echo tick >&2; sleep 4; done) | { read a; sleep 4; echo end; }; echo over',
      ['0 tick', '4 end', '4 over'],
    ],
    [
      'a shell in a shell whose reader ends',
      'sh -c "while true; do echo x; echo y >&2; sleep 4; done" 2>&1 | head -3; echo over',
      ['4 x', '4 y', '4 x', '8 over'],
    ],
    [
      'a shell in a shell that has done something',
      "sh -c 'echo in; true; sleep 1; echo >&2 in; sleep 5; echo still'; echo out",
      ['0 in', '1 in', '6 still', '6 out'],
    ],
    [
      'a reader that is ended',
      'yes | timeout 3 sleep 9; (while echo x; do sleep 3; done) | timeout 6 sh -c "sleep 20"; echo over',
      ['0 minato: stopped: a container may take at most 20000 steps at one moment'],
    ],
    ['chance', 'for i in 1 2 3; do X=$RANDOM; sleep 2; [ $X = $X ] && echo same; done', ['2 same', '4 same', '6 same']],
    ['a loop that counts', 'i=0; while true; do echo $? $i; i=$((i+1)); sleep 12; cat nothing 2>/dev/null; done', ['0 0 0', '12 0 1', '24 0 2']],
    [
      'loops in a loop',
      'i=0; until [ $i -ge 9 ]; do j=0; while [ $j -lt 2 ]; do sleep 4; j=$((j+1)); echo $i$j; done; i=$((i+3)); sleep 1; done; echo over $i',
      ['4 01', '8 02', '13 31', '17 32', '22 61', '26 62', '27 over 9'],
    ],
    [
      'a loop that leaves its function',
      'f() { local n=0; while :; do n=$((n+1)); x=$x$n; sleep 5; [ $n -lt 3 ] || return 4; done; }; f; echo $? $n $x; while sleep 6; do echo $x; set -- $x; done',
      ['15 4 123', '21 123', '27 123'],
    ],
    [
      'loops with jobs',
      '(while sleep 9; do echo beat; done) & while true; do sleep 2 & wait $!; set -- $1 $#; echo $*; sleep 8; done',
      ['2 0', '9 beat', '12 0 1', '18 beat', '22 0 2', '27 beat'],
    ],
    ['the time', 'A=$(date +%s); sleep 3; (sleep 4; echo $(($(date +%s) - A))) | cat', ['7 7']],
  ])('%s', (_, script, expected) => {
    const world = begin(script, /ping|timeout|sed|awk/.test(script) ? 'debug-tools:1' : 'busybox:1.37');
    expect(times(at(world, 30))).toEqual(expected);
    for (const pieces of [7, 60]) {
      const slowly = at(world, 30, pieces);
      expect(times(slowly)).toEqual(expected);
      expect(record(slowly)).toEqual(record(at(world, 30)));
      expect(slowly.cluster.entropy, 'as much drawn').toBe(at(world, 30).cluster.entropy);
    }
  });

  it('asks what is so at that moment', () => {
    const world = at(begin("while true; do curl -s -m 1 -o /dev/null -w '%{http_code}\\n' web; sleep 5; done | cat"), 6);
    expect(logOf(world)).toBe('200\n200\n');
    const gone = line(world, 'kubectl delete pod web --now').world;
    expect(logOf(at(gone, 21)).replace(/^200\n200\n/, '')).toMatch(/^(000\n)+$/);
    expect(JSON.parse(JSON.stringify(record(gone)))).toEqual(record(gone));
  });

  it('holds a connection until its other end goes, and no longer', () => {
    const world = at(begin('nc -d web 80; echo over $?; sleep infinity'), 9);
    expect(logOf(world)).toBe('');
    const without = line(world, 'kubectl delete service web').world;
    expect(logOf(without)).toBe('');
    expect(logOf(line(without, 'kubectl delete pod web --now').world)).toBe('over 0\n');
  });

  it('says what it says when it says it', () => {
    const world = begin("(sleep 4; printf 'GET /hostname HTTP/1.0\\r\\n\\r\\n') | nc web 80 | tail -1; echo; echo told");
    expect(logOf(at(world, 3))).toBe('');
    expect(times(at(world, 5)).map((one) => one.split(' ')[0])).toEqual(['4', '4']);
    expect(logOf(at(world, 5, 10))).toBe('web\ntold\n');
  });

  it.each([
    ['sleep 30', '    1 root     sh -c sleep 30'],
    ['exec sleep 30', '    1 root     sleep 30'],
  ])('is shown as what it is: %s', (script, expected) => {
    expect(line(at(begin(script, 'busybox:1.37'), 1), 'kubectl exec p -- ps').stdout.split('\n')[1]).toBe(expected);
  });

  it('costs, a step further, what that step costs', () => {
    const world = at(begin('for i in $(seq 9999); do [ -e /tmp/x ]; sleep 1; done'), 1000);
    const [lane = []] = Object.values(record(world).continuation?.lanes ?? {});
    const [next = []] = Object.values(record(at(world, 1001)).continuation?.lanes ?? {});
    expect(lane.flat()).toHaveLength(2002);
    // Whole pieces are shared.
    expect(next.filter((piece) => lane.includes(piece)).length).toBeGreaterThan(lane.length - 2);
  });

  it('says where it was stopped, as what it does takes no time', () => {
    const world = at(begin('echo on; while true; do :; done'), 60, 5);
    expect(times(world)).toEqual(['0 on', '0 minato: stopped: a container may take at most 20000 steps at one moment']);
  });

  it('remembers no more of a loop than where it stands', () => {
    const script = 'i=0; while true; do i=$((i+1)); echo $i | tr 1 1; curl -s -o /dev/null web; sleep 10; done';
    const world = at(begin(script), 3000);
    expect(Object.values(record(world).continuation?.lanes ?? {}).flat(2).length).toBeLessThan(12);
    expect(times(at(world, 3011)).slice(-2)).toEqual(['3000 301', '3010 302']);
  });
});
