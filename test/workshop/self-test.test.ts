import { expect, test } from 'vitest';
import { openLab, takeAction } from '../../src/lab/session.ts';
import { selfTest } from '../../src/layouts/workshop/self-test.ts';

/** What the real programs are known to print of each line; the recorded sessions have their like. */
const WORDS = [
  /^NAME +TYPE +CLUSTER-IP[^]*\nweb +ClusterIP +10\.96\./u,
  /web-\S+ +1\/1 +Running +0/u,
  /web-\w{5} +IPv4 +8080 +10\.244\.\d\.\d,10\.244\.\d\.\d,10\.244\.\d\.\d/u,
  /^Name: +web\n[^]*Selector: +app=web\n[^]*TargetPort: +8080\/TCP/u,
  /FIELD: selector <map\[string\]string>/u,
  /^10\.96\.\d+\.\d+$/u,
  /metadata\.name: Invalid value: "Web": a lowercase RFC 1123 label/u,
  /^search default\.svc\.cluster\.local svc\.cluster\.local cluster\.local\nnameserver 10\.96\.0\.10\noptions ndots:5\n/u,
  /^web\.default\.svc\.cluster\.local\.\s30\sIN\sA\s10\.96\./u,
  /Name:\tweb\.default\.svc\.cluster\.local\nAddress: 10\.96\./u,
  /^10\.96\.\S+ +web\.default\.svc\.cluster\.local\n/u,
  /^web-\w+-\w{5}$/u,
  /curl: \(6\) Could not resolve host: wed\n/u,
  /curl: \(7\) Failed to connect to web port 81 /u,
  /^9\n4\n1\n$/u,
  /^deployment\.apps\/web scaled\n$/u,
  /curl: \(7\) Failed to connect to web port 80 /u,
  /^deployment "web" successfully rolled out\n$/u,
  /^service "web" deleted from default namespace\n$/u,
  /^\n?$/u,
] as const;

test('the self-test has twenty lines, each prints what real programs print, and nothing in it is left out of the simulation', () => {
  const { exercise, probes } = selfTest();
  expect(probes).toHaveLength(20);
  for (const [i, { line, prints }] of probes.entries()) expect(prints, line).toMatch(WORDS[i]!);
  let session = openLab(exercise);
  for (const { action } of probes) session = takeAction(session, action);
  expect(session.history.flatMap(({ notSimulated }) => notSimulated)).toEqual([]);
});

test('what goes to the page survives JSON, and another run prints the very same', () => {
  const { exercise, probes } = JSON.parse(JSON.stringify(selfTest())) as ReturnType<typeof selfTest>;
  let session = openLab(exercise);
  for (const { action, line, prints } of probes) {
    session = takeAction(session, action);
    expect(
      session.history
        .at(-1)!
        .output.map(({ text }) => text)
        .join(''),
      line,
    ).toBe(prints);
  }
});
