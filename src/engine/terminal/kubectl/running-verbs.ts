import { attach } from './attach.ts';
import type { Verb } from './command.ts';
import { cp } from './cp.ts';
import { debug } from './debug.ts';
import { exec } from './exec.ts';
import { pluginList } from './plugin.ts';
import { portForward } from './port-forward.ts';
import { run } from './run.ts';
import { top } from './top.ts';

/** The commands that run something in a Pod or reach into one, by path. */
export const RUNNING_VERBS = {
  attach,
  cp,
  debug,
  exec,
  'plugin list': pluginList,
  'port-forward': portForward,
  run,
  'top node': top,
  'top pod': top,
} satisfies { readonly [path: string]: Verb };
