import { Part } from '../parts/part.ts';

/** What agnhost answers to commands that the simulator does not run. */
export const AGNHOST_PART = new Part('agnhost-commands', async () => (await import('./agnhost-commands.ts')).refuseCommand);
