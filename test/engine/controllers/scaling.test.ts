import { describe, expect, it } from 'vitest';
import { measureLarge } from '../../bench/scaling.ts';

describe('the cost of one change', () => {
  it.each([
    [20, 200, 5],
    [100, 1000, 50],
    [100, 4000, 50],
  ])('is the same in a cluster of %i Services, %i Pods and %i nodes: the kubelet and two endpoint controllers look once each', (services, pods, nodes) => {
    const { reconciled } = measureLarge({ services, pods, nodes, namespaces: 12 });
    expect(reconciled).toBe(3);
  });
});
