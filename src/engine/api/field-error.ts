import type { FieldPath } from './field-path.ts';
import type { Json } from './kubernetes-object.ts';
import type { NoParams, RuleId, RuleParams } from './rules.ts';

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

/** Rules that carry nothing need no third or fourth argument. */
type Params<R extends RuleId> = NoParams extends RuleParams[R] ? [params?: RuleParams[R]] : [params: RuleParams[R]];

function make<R extends RuleId>(type: FieldErrorType, field: FieldPath, rule: R, params: RuleParams[R] | undefined, value?: Json): FieldError {
  return { type, field, ...(value === undefined ? {} : { value }), rule, params: params ?? {} } as FieldError;
}

export function required<R extends RuleId>(field: FieldPath, rule: R, ...[params]: Params<R>): FieldError {
  return make('FieldValueRequired', field, rule, params);
}

export function forbidden<R extends RuleId>(field: FieldPath, rule: R, ...[params]: Params<R>): FieldError {
  return make('FieldValueForbidden', field, rule, params);
}

/** `value` as Kubernetes' internal type prints it in JSON; an absent pointer is null. */
export function invalid<R extends RuleId>(field: FieldPath, value: Json, rule: R, ...[params]: Params<R>): FieldError {
  return make('FieldValueInvalid', field, rule, params, value);
}

export function duplicate(
  field: FieldPath,
  value: Json,
  rule: 'value-duplicate' | 'port-name-duplicate' | 'port-duplicate' | 'node-port-duplicate' | 'taint-duplicate' = 'value-duplicate',
): FieldError {
  return make('FieldValueDuplicate', field, rule, {}, value);
}

export function notFound(field: FieldPath, value: Json): FieldError {
  return make('FieldValueNotFound', field, 'value-not-found', {}, value);
}

export function notSupported(field: FieldPath, value: Json, supported: readonly string[]): FieldError {
  return make('FieldValueNotSupported', field, 'value-not-supported', { supported }, value);
}

export function tooMany(field: FieldPath, count: number, max: number): FieldError {
  return make('FieldValueTooMany', field, 'too-many-items', { max }, count);
}

export function tooLong(field: FieldPath, maxBytes: number): FieldError {
  return make('FieldValueTooLong', field, 'content-too-large', { maxBytes });
}
