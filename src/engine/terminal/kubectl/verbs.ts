import type { Verb } from './command.ts';
import { configView, currentContext, getClusters, getContexts, getUsers, setContext, useContext } from './config.ts';
import { GENERATORS } from './create.ts';
import { deleteVerb } from './delete.ts';
import { describe } from './describe.ts';
import { apiResources, apiVersions, canI, clusterInfo, version, whoAmI } from './discovery.ts';
import { cordon, drain } from './drain.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { expose } from './expose.ts';
import { FILE_VERBS } from './file-verbs.ts';
import { get } from './get.ts';
import { changeMetadata } from './label.ts';
import { logs } from './logs.ts';
import { portForward } from './port-forward.ts';
import { changeRollout, rolloutHistory, rolloutStatus, rolloutUndo } from './rollout.ts';
import { run } from './run.ts';
import { scale } from './scale.ts';
import { setEnv, setImage, setResources, setSelector } from './set.ts';
import { wait } from './wait.ts';

/** What each command does, by its path. */
export const VERBS: { readonly [path: string]: Verb } = {
  ...FILE_VERBS,
  ...GENERATORS,
  annotate: changeMetadata('annotations'),
  'api-resources': apiResources,
  'api-versions': apiVersions,
  'auth can-i': canI,
  'auth whoami': whoAmI,
  'cluster-info': clusterInfo,
  'config current-context': currentContext,
  'config get-clusters': getClusters,
  'config get-contexts': getContexts,
  'config get-users': getUsers,
  'config set-context': setContext,
  'config use-context': useContext,
  'config view': configView,
  cordon: cordon(true),
  delete: deleteVerb,
  describe,
  drain,
  events,
  exec,
  explain,
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
  'set resources': setResources,
  'set selector': setSelector,
  uncordon: cordon(false),
  version,
  wait,
};
