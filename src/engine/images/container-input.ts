import type { Container } from '../api/core-v1.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { endContainer, runningContainer } from './container-signals.ts';

/** Whether these words start a shell that reads what is typed. */
export const isBareShell = (argv: readonly string[]): boolean => argv.length === 1 && /^(?:(?:\/usr)?\/bin\/)?(?:ba|da|a)?sh$/.test(argv[0] as string);

/** Whether the shell that these words start is bash. */
export const isBash = (argv: readonly string[] = []): boolean => /bash$/.test(argv[0] ?? '');

/**
 * Whether a container's main process is a shell that waits for what somebody types. Where the first attachment is the last (`stdinOnce`)
 * and there is no terminal, its input is taken to end as soon as it begins.
 */
export const waitsForInput = ({ stdin, stdinOnce, tty }: Container, argv: readonly string[]): boolean =>
  stdin === true && (tty === true || stdinOnce !== true) && isBareShell(argv);

/** The input of a shell that waits for it has ended, and so has the shell. */
export function endInput(draft: ClusterDraft, namespace: string, pod: string, container: string, code = 0): void {
  if (isBareShell(runningContainer(draft, namespace, pod, container)?.argv ?? [])) endContainer(draft, namespace, pod, container, code);
}
