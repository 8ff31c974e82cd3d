import type { Verb } from './command.ts';
import { GENERATORS } from './create.ts';
import { deleteVerb } from './delete.ts';
import { describe } from './describe.ts';
import { exec } from './exec.ts';
import { expose } from './expose.ts';
import { FILE_VERBS } from './file-verbs.ts';
import { get } from './get.ts';
import { changeMetadata } from './label.ts';
import { logs } from './logs.ts';
import { portForward } from './port-forward.ts';
import { changeRollout, rolloutHistory, rolloutStatus, rolloutUndo } from './rollout.ts';
import { run } from './run.ts';
import { scale } from './scale.ts';
import { setEnv, setImage, setSelector } from './set.ts';
import { wait } from './wait.ts';

/** What each command does, by its path. */
export const VERBS: { readonly [path: string]: Verb } = {
  ...FILE_VERBS,
  ...GENERATORS,
  annotate: changeMetadata('annotations'),
  delete: deleteVerb,
  describe,
  exec,
  expose,
  get,
  label: changeMetadata('labels'),
  logs,
  'port-forward': portForward,
  'rollout history': rolloutHistory,
  'rollout pause': changeRollout('paused'),
  'rollout restart': changeRollout('restarted'),
  'rollout resume': changeRollout('resumed'),
  'rollout status': rolloutStatus,
  'rollout undo': rolloutUndo,
  run,
  scale,
  'set env': setEnv,
  'set image': setImage,
  'set selector': setSelector,
  wait,
};
