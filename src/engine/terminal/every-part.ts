import { BALANCERS_PART } from '../controllers/load-balancer.ts';
import { MOUNTED_FILES_PART } from '../controllers/mounted-files.ts';
import { CONDITIONS_PART } from '../controllers/namespace.ts';
import { ORPHANS_PART } from '../controllers/pod-garbage-collector.ts';
import { TOPOLOGY_PART } from '../controllers/topology-hints.ts';
import { BUILTINS_PART, PATTERNS_PART, SHELL } from '../machine/shell-part.ts';
import type { Part } from '../parts/part.ts';
import { ACCOUNTS_PART } from '../servers/accounts-part.ts';
import { AGNHOST_PART } from '../servers/agnhost-part.ts';
import { COREFILE_PART } from '../servers/corefile-part.ts';
import { JSON_PATCH_PART, SERVER_SIDE_APPLY_PART } from '../store/patching.ts';
import { BYTE_TOOLS_PART, COMMAND_TOOLS_PART, NAME_TOOLS_PART, PACKET_TOOLS_PART, PATTERN_TOOLS_PART, TRAFFIC_TOOLS_PART } from '../tools/programs.ts';
import { RARE_POD_FIELDS_PART } from '../validation/container.ts';
import { POD_TEXT_PART } from '../validation/pod.ts';
import { SECRETS_PART } from '../validation/validate.ts';
import { TOLERANT_READER } from '../yaml/parse-manifests.ts';
import { FURTHER_APPLY_PART } from './kubectl/apply.ts';
import { SILENT_KUBELET_PART } from './kubectl/kubelet-part.ts';
import { OUTPUT_FORMATS_PART } from './kubectl/print.ts';
import { GET_RAW_PART } from './kubectl/raw-part.ts';
import { DESCRIPTIONS_PART, FURTHER_DESCRIPTIONS_PART, FURTHER_TEXTS_PART, HELP_TEXTS_PART } from './kubectl/reference-parts.ts';
import { CREATING_VERBS_PART, DESCRIBING_VERBS_PART, READING_VERBS_PART, RUNNING_VERBS_PART, WHO_ASKS_PART, WRITING_VERBS_PART } from './kubectl/verbs.ts';
import { INNER_SHELL_PART } from './run.ts';

/** What a terminal needs sooner or later. */
export const TERMINAL_PARTS: readonly Part<unknown>[] = [
  SHELL,
  INNER_SHELL_PART,
  BUILTINS_PART,
  PATTERNS_PART,
  COMMAND_TOOLS_PART,
  PATTERN_TOOLS_PART,
  BYTE_TOOLS_PART,
  NAME_TOOLS_PART,
  TRAFFIC_TOOLS_PART,
  PACKET_TOOLS_PART,
  READING_VERBS_PART,
  DESCRIBING_VERBS_PART,
  CREATING_VERBS_PART,
  WRITING_VERBS_PART,
  FURTHER_APPLY_PART,
  RUNNING_VERBS_PART,
  WHO_ASKS_PART,
  GET_RAW_PART,
  OUTPUT_FORMATS_PART,
  JSON_PATCH_PART,
  SERVER_SIDE_APPLY_PART,
];

/** All parts of the engine. */
export const EVERY_PART: readonly Part<unknown>[] = [
  ...TERMINAL_PARTS,
  SILENT_KUBELET_PART,
  ACCOUNTS_PART,
  AGNHOST_PART,
  BALANCERS_PART,
  CONDITIONS_PART,
  COREFILE_PART,
  MOUNTED_FILES_PART,
  ORPHANS_PART,
  POD_TEXT_PART,
  RARE_POD_FIELDS_PART,
  SECRETS_PART,
  TOPOLOGY_PART,
  TOLERANT_READER,
  HELP_TEXTS_PART,
  FURTHER_TEXTS_PART,
  DESCRIPTIONS_PART,
  FURTHER_DESCRIPTIONS_PART,
];

/** Nothing is missing afterwards: for programs that would rather wait once than ask twice. */
export async function loadEveryPart(): Promise<void> {
  await Promise.all(EVERY_PART.map((part) => part.load()));
}
