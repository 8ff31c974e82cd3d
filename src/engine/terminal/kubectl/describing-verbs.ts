import type { Verb } from './command.ts';
import { describe } from './describe.ts';
import { changeRollout, rolloutHistory, rolloutStatus, rolloutUndo } from './rollout.ts';

/** `describe`, and `rollout`, which prints Pod templates as it does. */
export const DESCRIBING_VERBS = {
  describe,
  'rollout history': rolloutHistory,
  'rollout pause': changeRollout('paused'),
  'rollout restart': changeRollout('restarted'),
  'rollout resume': changeRollout('resumed'),
  'rollout status': rolloutStatus,
  'rollout undo': rolloutUndo,
} satisfies { readonly [path: string]: Verb };
