import { describe, expect, it } from 'vitest';
import { nearestSolution } from '../../src/lab/nearest-solution.ts';

const mine = 'kind: Service\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n';
const near = mine.replace('port: 80', 'port: 80\n      targetPort: http');
const far = 'kind: Service\nspec: {selector: {app: web}, ports: [{port: 80}]}\n';

describe('the solution beside a learner’s files', () => {
  it('is the one with the fewest other lines, line by line', () => {
    expect(nearestSolution({ 'a.yaml': mine }, [{ 'a.yaml': far }, {}, { 'a.yaml': near }])).toEqual({
      index: 2,
      differences: { 'a.yaml': '@@ -4,3 +4,4 @@\n     app: web\n   ports:\n     - port: 80\n+      targetPort: http\n' },
    });
  });

  it('is another one where the files are the same as one of them', () => {
    expect(nearestSolution({ 'a.yaml': `${mine.replace('web\n', 'web  \n')}\n\n` }, [{ 'a.yaml': mine }, { 'a.yaml': near }])?.index).toBe(1);
    expect(nearestSolution({ 'a.yaml': mine }, [{ 'a.yaml': mine }])).toEqual({ index: 0, differences: {} });
  });

  it('is none where solutions are commands only', () => {
    expect(nearestSolution({}, [{}, {}])).toBeUndefined();
  });
});
