import type { BehaviourRuleId, DecodingProblemId, RuleId, YAMLProblemId } from '../engine/index.ts';

/** The four groups of complaints; together they are every DiagnosticId. */
export type { BehaviourRuleId, DecodingProblemId, RuleId, YAMLProblemId };
