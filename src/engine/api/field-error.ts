import type { FieldPath } from './field-path.ts';
import type { RuleId, RuleParams } from './rules.ts';
import type { Json } from './kubernetes-object.ts';

/** Kubernetes' own words for what is wrong with a field (apimachinery pkg/util/validation/field, v0.37.1). */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooShort'
  | 'FieldValueTooMany'
  | 'FieldValueTooFew'
  | 'InternalError'
  | 'FieldValueTypeInvalid';

/** One complaint of a validator: facts only. Its English stands in `rule-words.ts`, ours in `src/messages`. */
export interface FieldError<R extends RuleId = RuleId> {
  readonly type: FieldErrorType;
  readonly field: FieldPath;
  /** The offending value as the server's internal type would print it in JSON; absent where the form has no value. */
  readonly value?: Json;
  readonly rule: R;
  readonly params: RuleParams[R];
}

export type FieldErrorList = readonly FieldError[];
