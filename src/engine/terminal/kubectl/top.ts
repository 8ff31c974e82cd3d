// Models kubectl pkg/cmd/top top_pod.go and top_node.go (v0.37.1) in a cluster without a metrics server.
import type { Context, Verb } from './command.ts';
import { fail } from './failure.ts';

/** `kubectl top pod`, `kubectl top node`: nobody measures. */
export const top: Verb = ({ flags }: Context) => {
  if (!['', 'cpu', 'memory'].includes(flags.text('sort-by'))) fail('--sort-by accepts only cpu or memory');
  return fail('Metrics API not available');
};
