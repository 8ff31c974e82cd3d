import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fieldAt, hasSchema, structOf } from '../../../src/engine/api/schema.ts';

it('the generated schema and descriptions are what the recorded API gives', () => {
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('../../../scripts/generate-schema.mjs', import.meta.url)), '--check'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

it('a field says its Go type, its values and how lists are merged', () => {
  expect(structOf('ServiceSpec').fields.get('ports')).toEqual({
    name: 'ports',
    type: { kind: 'list', word: '[]v1.ServicePort', of: { kind: 'struct', word: 'v1.ServicePort', name: 'ServicePort' } },
    omitted: true,
    pointer: false,
    mergeKey: 'port',
    listKeys: ['port', 'protocol'],
    required: false,
  });
  expect(structOf('ServicePort').fields.get('protocol')).toMatchObject({ type: { word: 'v1.Protocol' }, values: ['SCTP', 'TCP', 'UDP'] });
  expect(structOf('DeploymentSpec').fields.get('strategy')).toMatchObject({ retainKeys: true });
  expect(structOf('ServiceSpec').fields.get('selector')).toMatchObject({ atomic: true });
  expect(structOf('ResourceRequirements').fields.get('limits')?.type.word).toBe('v1.ResourceList');
});

it('a path leads through lists and maps to its field', () => {
  expect(fieldAt('Deployment', ['spec', 'template', 'spec', 'containers', 0, 'ports', 1, 'containerPort'])?.field.type.word).toBe('int32');
  expect(fieldAt('Service', ['spec', 'nope'])).toBeUndefined();
  expect(hasSchema('Service')).toBe(true);
  expect(hasSchema('ServiceSpec')).toBe(false);
});
