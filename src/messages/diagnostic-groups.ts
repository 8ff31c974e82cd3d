import type { DecodingProblemId } from '../engine/api/decoding-problems.ts';
import type { RuleId } from '../engine/api/rules.ts';
import type { BehaviourRuleId } from '../engine/diagnosis/behaviour-rules.ts';
import type { YAMLProblemId } from '../engine/yaml/yaml-problems.ts';

/** The four groups of complaints; together they are every DiagnosticId. */
export type { BehaviourRuleId, DecodingProblemId, RuleId, YAMLProblemId };
