export { afterMigration } from './apply-migration.ts';
export { allowed, astray, prune, pruned } from './prune.ts';
