import type { Verb } from './command.ts';
import {
  configView,
  currentContext,
  deleteEntry,
  getClusters,
  getContexts,
  getUsers,
  renameContext,
  setCluster,
  setContext,
  setCredentials,
  setProperty,
  useContext,
} from './config.ts';
import { apiResources, apiVersions, canI, clusterInfo, completion, version, whoAmI } from './discovery.ts';
import { events } from './events.ts';
import { explain } from './explain.ts';
import { get } from './get.ts';
import { logs } from './logs.ts';
import { viewLastApplied } from './view-last-applied.ts';
import { wait } from './wait.ts';

/** The commands that look, by path; not `describe`. */
export const READING_VERBS = {
  'api-resources': apiResources,
  'api-versions': apiVersions,
  'apply view-last-applied': viewLastApplied,
  'auth can-i': canI,
  'auth whoami': whoAmI,
  'cluster-info': clusterInfo,
  completion,
  'config current-context': currentContext,
  'config get-clusters': getClusters,
  'config get-contexts': getContexts,
  'config get-users': getUsers,
  'config delete-cluster': deleteEntry('cluster'),
  'config delete-context': deleteEntry('context'),
  'config delete-user': deleteEntry('user'),
  'config rename-context': renameContext,
  'config set': setProperty(true),
  'config set-cluster': setCluster,
  'config set-context': setContext,
  'config set-credentials': setCredentials,
  'config unset': setProperty(false),
  'config use-context': useContext,
  'config view': configView,
  events,
  explain,
  get,
  logs,
  version,
  wait,
} satisfies { readonly [path: string]: Verb };
