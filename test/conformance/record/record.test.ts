import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCluster, openSession, runCommand, settleCluster } from '../../../src/engine/index.ts';
import { namesOf } from '../bindings.ts';
import { matches } from '../matches.ts';
import { casesUnder } from '../run.ts';
import { parseCase } from '../txtar.ts';
import { Names } from './names.ts';
import { formatResult, withBodies } from './written-case.ts';

test('what was read is written as it was, to the byte, in every recorded session', () => {
  const files = casesUnder(new URL('../cases', import.meta.url).pathname);
  const changed = files.filter((file) => {
    const text = readFileSync(file, 'utf8');
    const bodies = parseCase(text).items.flatMap((item) =>
      item.type === 'step'
        ? []
        : [[item.line, [...(item.oneOf ? ['[one of]'] : []), ...item.results.flatMap((result, i) => [...(i > 0 ? ['[or]'] : []), ...formatResult(result)])]] as const],
    );
    return withBodies(text, new Map(bodies), /^# source: (.*)$/mu.exec(text)?.[1] ?? '') !== text;
  });
  expect(changed).toEqual([]);
});

test('what a cluster chooses is written as a name that fits its own output, and what the session wrote stays', () => {
  const applied = runCommand(
    { cluster: settleCluster(createCluster('three-nodes', 5)).cluster, session: openSession({ kind: 'operator' }, {}) },
    'kubectl create deployment web --image=registry.k8s.io/e2e-test-images/agnhost:2.53 --replicas=2 -- /agnhost netexec && kubectl expose deployment web --port 80 --target-port 8080 --type NodePort',
  );
  const cluster = settleCluster(applied.world.cluster).cluster;
  const printed = (line: string): string[] => runCommand({ ...applied.world, cluster }, line).stdout.trimEnd().split('\n');
  const names = new Names('10.244.2.2');
  names.observe(namesOf(cluster));
  let bindings: ReadonlyMap<string, string> = new Map();
  const written = ['kubectl get pods -o wide', 'kubectl get service web', 'kubectl get endpointslices', 'kubectl get service web -o yaml', 'kubectl describe pod -l app=web'].map(
    (line) => {
      const result = names.write(printed(line), line, bindings);
      expect(matches(result.lines, printed(line), bindings).ok, line).toBe(true);
      bindings = result.bindings;
      return result.lines.join('\n');
    },
  );
  expect(written[0]).toMatch(/^\{pod:default\/web\/1\} +1\/1 +Running +0 +\{age\} +\{podip:default\/web\/1\} +node-/mu);
  expect(written[1]).toMatch(/^web +NodePort +\{ip:default\/web\} +<none> +80:\{port:default\/web\/80\}\/TCP +\{age\}$/mu);
  expect(written[2]).toMatch(/^\{slice:default\/web\/1\} +IPv4 +8080 /mu);
  expect(written[3]).toMatch(/creationTimestamp: "\{time\}"[^]*resourceVersion: "\{rv:1\}"\n +uid: \{uid:1\}/u);
  expect(written[4]).toMatch(/^Name: +\{pod:default\/web\/1\}\n[^]*^Name: +\{pod:default\/web\/2\}$/mu);
  // The session knows this address itself.
  expect(names.write(['10.244.2.2 {x}'], '', bindings).lines).toEqual(['10.244.2.2 {x}']);
});
