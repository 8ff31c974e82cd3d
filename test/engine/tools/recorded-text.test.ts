import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCluster, openSession, runCommand, settleCluster, type Place } from '../../../src/engine/index.ts';

interface Recorded {
  readonly shell: 'bash' | 'dash' | 'ash';
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** What sed 4.9, mawk 1.3.4 20200120, grep 3.8 and coreutils 9.1 printed (`ash`: busybox 1.37.0) in an empty /root, LC_ALL=C, TZ=UTC. */
const recorded = JSON.parse(readFileSync(new URL('./recorded-text.json', import.meta.url), 'utf8')) as readonly Recorded[];

const BUSYBOX = 'apiVersion: v1\nkind: Pod\nmetadata: {name: bb}\nspec: {containers: [{name: c, image: "busybox:1.37", command: [sleep, infinity]}]}\n';
const applied = runCommand(
  { cluster: createCluster('three-nodes'), session: openSession({ kind: 'operator' }, { 'bb.yaml': BUSYBOX }) },
  'kubectl apply -f bb.yaml',
);
const { cluster } = settleCluster(applied.world.cluster);
const PLACES: { readonly [shell in Recorded['shell']]: Place } = {
  bash: { kind: 'operator' },
  dash: { kind: 'node', node: 'node-a' },
  ash: { kind: 'pod', namespace: 'default', pod: 'bb' },
};

describe('text tools print what the real ones printed', () => {
  it.each(recorded.map((one) => [one.shell, one.script, one] as const))('%s: %s', (shell, script, { stdout, stderr, exit }) => {
    const session = openSession(PLACES[shell]);
    const result = runCommand({ cluster, session: shell === 'ash' ? { ...session, cwd: '/root' } : session }, script);
    expect({ stdout: result.stdout, stderr: result.stderr, exit: result.exitCode }).toEqual({ stdout, stderr, exit });
  });
});
