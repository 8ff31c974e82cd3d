/**
 * The one door of the engine: a whole cluster, its names, its packets and its terminal, as functions of a state.
 * Nothing else of this folder is imported from outside it.
 */
export type { ClusterConfig, NodeConfig, OutsideWorld } from './store/cluster-config.ts';
export type { Change, ClusterState, Transition } from './store/cluster-state.ts';
export type { Place, TerminalSession } from './machine/place.ts';
export type { Candidate, DNSExchange, DNSMessage, DNSTrace, Hop, Location, Packet, PacketTrace, ResourceRecord } from './network/trace.ts';
export type { ServerRequest } from './api/server-request.ts';
export type { CapturedPacket } from './store/packet-capture.ts';
export type { Happening } from './terminal/afterwards.ts';
export type { CommandResult, OutputPiece, RunBeside, World } from './terminal/run.ts';
export { revert } from './store/cluster-draft.ts';
export { createCluster, type ClusterKind } from './store/new-cluster.ts';
export { clusterConfig, type ClusterProfile, type ClusterSite } from './store/cluster-profiles.ts';
export { openSession } from './machine/session.ts';
export { runCommand } from './terminal/run.ts';
export { Part, PartMissing } from './parts/part.ts';
export { loadEveryPart, TERMINAL_PARTS } from './terminal/every-part.ts';
export { surroundings, wantsMore, type Surroundings } from './terminal/surroundings.ts';
export { COMMAND_TREE as KUBECTL_COMMANDS, type CommandNode } from './terminal/kubectl/command-tree.ts';
export { API_RESOURCES, type APIResource } from './api/api-resources.ts';
export { unifiedDiff } from './validation/unified-diff.ts';
export { inspect, type InspectedDocument } from './diagnosis/inspect.ts';
export type { Diagnostic, DiagnosticId, DiagnosticLayer, DiagnosticOf, DiagnosticParams, Fix } from './diagnosis/diagnostic.ts';
export type { DecodingProblemId } from './api/decoding-problems.ts';
export type { RuleId } from './api/rules.ts';
export type { BehaviourRuleId } from './diagnosis/behaviour-rules.ts';
export type { YAMLProblemId } from './yaml/yaml-problems.ts';
export type { Span } from './yaml/manifest-document.ts';
export { API_KINDS, fieldAt, goName, hasSchema, structOf, type Field, type GoType } from './api/schema.ts';
export { advance, settleCluster, intervene, type Intervention } from './terminal/intervene.ts';
export { clusterOfEvidence, grade, type GradedWork } from './grading/grade.ts';
export { placeOfVantage } from './grading/reach.ts';
export type {
  Check,
  CheckEvidence,
  CheckFinding,
  CheckKind,
  CheckResult,
  ClusterEvent,
  ConnectionOutcome,
  FeedbackSignature,
  LearnerRecord,
  ObservedEvidence,
  PodSet,
  Vantage,
  Verdict,
} from './grading/check.ts';
