import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCluster, openSession, runCommand } from '../../../../src/engine/index.ts';

const cluster = createCluster('three-nodes');
const session = openSession(
  { kind: 'operator' },
  { 'web.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n', 'bad.yaml': 'a: [' },
);
const kubectl = (line: string) => runCommand({ cluster, session }, `kubectl ${line}`);

const WORDS = [
  ...'get describe create delete apply edit label annotate expose run exec logs scale rollout set wait config version api-resources explain cordon drain events auth patch replace diff port-forward status history undo image env service clusterip deployment generic can-i view help options foo'.split(
    ' ',
  ),
  ...'pods pod svc services deploy/x pod/client svc/kubernetes client web all nodes node-a pods,svc cm sts ns default -A -o wide yaml json name -n kube-system --all -l app=web --field-selector status.phase=Running -f web.yaml bad.yaml - --dry-run=client --dry-run --for=delete --timeout=1s --replicas=2 x=1 x- -- ls --help -h --force --now --image=nginx:1.29 -p {} --type=json [] -c -i -t --rm -w --sort-by=.metadata.name --tcp=80 jsonpath={.items[*]} go-template={{.}} custom-columns=A:.a --raw=/ --port=80 *=x = --=x'.split(
    ' ',
  ),
];

test('any words after kubectl give an answer and never an exception', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...WORDS) }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) }), { maxLength: 7 }),
      (words) => {
        const line = words.map((word) => `'${word.replaceAll("'", '')}'`).join(' ');
        const { exitCode, stdout, stderr } = kubectl(line);
        expect(Number.isInteger(exitCode) && exitCode >= 0 && exitCode < 256).toBe(true);
        if (exitCode !== 0) expect(stdout + stderr).not.toBe('');
      },
    ),
    { numRuns: 400 },
  );
});

describe('where a command is looked for', () => {
  test.each<[line: string, stderr: string]>([
    ['-n kube-system frob', 'Error: flags cannot be placed before plugin name: -n\n'],
    ['frob -n kube-system', 'error: unknown command "frob" for "kubectl"\n'],
    ['rollout frob web', 'error: unknown command "frob web"\nSee \'kubectl rollout -h\' for help and examples\n'],
    ['create svc frob', 'error: unknown command "frob"\nSee \'kubectl create service -h\' for help and examples\n'],
    ['ls', 'error: unknown command "ls" for "kubectl"\n\nDid you mean this?\n\tget\n\tlogs\n\tcp\n'],
    ['rm', 'error: unknown command "rm" for "kubectl"\n\nDid you mean this?\n\trun\n\tdelete\n\tcp\n'],
    ['get pods --context=other', 'Error in configuration: context was not found for specified context: other\n'],
    ['get pods -o name --show-labels', 'error: --show-labels option cannot be used with name printer\n'],
  ])('kubectl %s', (line, stderr) => {
    expect(kubectl(line)).toMatchObject({ stderr, exitCode: 1 });
  });

  test('flags may stand before, between and after the words', () => {
    const outputs = [
      'get -n kube-system svc -o name',
      '-n kube-system get svc -o name',
      'get svc -o name -n=kube-system',
      'get svc --namespace kube-system -oname',
    ].map((line) => kubectl(line).stdout);
    expect(new Set(outputs)).toEqual(new Set(['service/kube-dns\n']));
  });
});

test('what is not simulated is said and noted', () => {
  expect(kubectl('proxy')).toMatchObject({
    exitCode: 1,
    stderr: 'minato: kubectl proxy is not simulated\n',
    notSimulated: [{ id: 'kubectl', params: { what: 'kubectl proxy' } }],
  });
});

describe('kubectl create token refuses', () => {
  test.each<[flags: string, stderr: string]>([
    ['--duration=1500ms', 'error: --duration cannot be expressed in units less than seconds\n'],
    ['--duration=-1s', 'error: --duration must be greater than or equal to 0\n'],
    ['--audience=', 'error: --audience must not be an empty string\n'],
    ['--bound-object-name=a', 'error: --bound-object-name can only be set if --bound-object-kind is provided\n'],
    ['--bound-object-uid=a', 'error: --bound-object-uid can only be set if --bound-object-kind is provided\n'],
    ['--bound-object-kind=Foo', 'error: supported --bound-object-kind values are Pod, Secret\n'],
    ['--bound-object-kind=Pod', 'error: --bound-object-name is required if --bound-object-kind is provided\n'],
    ['--bound-object-kind=Pod --bound-object-name=a', 'minato: --bound-object-kind is not simulated\n'],
    ['-o yaml', 'minato: kubectl create token -o yaml is not simulated\n'],
  ])('%s', (flags, stderr) => {
    expect(kubectl(`create token default ${flags}`)).toMatchObject({ stdout: '', stderr, exitCode: 1 });
  });
});

// Models apimachinery pkg/apis/meta/v1/validation ValidateFieldManager (v0.37.1): a character's position is that of its byte.
test('a field manager is told of every character that cannot be printed', () => {
  const wrong = (code: string, at: number) => `fieldManager: Invalid value: "港\\tx\\a": invalid character U+${code} (at position ${at})`;
  expect(kubectl("label service kubernetes a=b --field-manager=$'港\\tx\\a'")).toMatchObject({
    exitCode: 1,
    stderr: `The PatchOptions "" is invalid: \n* ${wrong('0009', 3)}\n* ${wrong('0007', 5)}\n`,
  });
});
