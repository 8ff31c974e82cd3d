// Models kubectl pkg/cmd/plugin plugin.go (v0.37.1): there are none.
import type { Verb } from './command.ts';
import { fail } from './failure.ts';

/** `kubectl plugin list`. */
export const pluginList: Verb = () => fail('unable to find any kubectl plugins in your PATH');
