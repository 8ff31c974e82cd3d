// Models pkg/apis/core/validation ValidateTolerations (v1.37.1); the comparing operators Lt and Gt are not on by default.
import type { PodSpec } from '../api/core-v1.ts';
import { invalid, notSupported, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import { notAmong } from './field-problems.ts';
import { invalidText, labelKeyProblems, labelValueProblems } from './text-problems.ts';

export function tolerationsProblems(tolerations: NonNullable<PodSpec['tolerations']>, field: FieldPath): FieldError[] {
  return tolerations.flatMap(({ key = '', operator = '', value = '', effect = '', tolerationSeconds }, i) => {
    const at = index(field, i);
    const errors = key ? invalidText(child(at, 'key'), key, labelKeyProblems) : [];
    if (!key && operator !== 'Exists') errors.push(invalid(child(at, 'operator'), operator, 'toleration-key-missing'));
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') errors.push(invalid(child(at, 'effect'), effect, 'toleration-seconds-without-no-execute'));
    if (operator === 'Equal' || operator === '') errors.push(...invalidText(child(at, 'operator'), value, labelValueProblems));
    else if (operator === 'Exists') {
      if (value) errors.push(invalid(child(at, 'operator'), value, 'toleration-value-with-exists'));
    } else {
      const known = operator === 'Lt' || operator === 'Gt' ? ['Equal', 'Exists', 'Lt', 'Gt'] : ['Equal', 'Exists'];
      errors.push(notSupported(child(at, 'operator'), operator, known));
    }
    return effect ? [...errors, ...notAmong(child(at, 'effect'), effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'])] : errors;
  });
}
