/**
 * The closed list of rule ids and what each one's complaint carries. A rule's id states the bad thing and is never
 * renamed or reused. Adding one here makes the English of `rule-words.ts` and both languages of `src/messages`
 * incomplete, and the build says so.
 */
export interface RuleParams {
  readonly 'field-required': { readonly detail?: string };
}

export type RuleId = keyof RuleParams;
