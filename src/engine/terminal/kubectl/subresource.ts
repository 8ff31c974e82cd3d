import { type Context, notSimulated } from './command.ts';
import { exit, failStatus } from './failure.ts';

/** What `--subresource` adds to a request. Only the status is simulated apart from the object. */
export function subresourceOf(context: Context): { readonly subresource?: 'status' } {
  const value = context.flags.text('subresource');
  if (value === '') return {};
  if (value === 'status') return { subresource: 'status' };
  return value === 'scale' || value === 'resize'
    ? exit(notSimulated(context, `--subresource=${value}`))
    : failStatus({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });
}
