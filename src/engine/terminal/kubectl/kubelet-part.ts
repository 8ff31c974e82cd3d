import type { Pod } from '../../api/core-v1.ts';
import { isNodeDown } from '../../controllers/kubelet/kubelet.ts';
import { Part } from '../../parts/part.ts';
import type { Context } from './command.ts';

/** What becomes of commands that need a kubelet which has stopped answering. */
export const SILENT_KUBELET_PART = new Part('kubectl-silent-kubelet', () => import('./silent-kubelet.ts'));

/** Whether the kubelet of a Pod's node has stopped answering. */
export const isKubeletSilent = ({ process: { draft } }: Context, { spec }: Pod): boolean => spec.nodeName !== undefined && isNodeDown(draft, spec.nodeName);
