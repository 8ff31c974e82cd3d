import type { JsonObject } from './kubernetes-object.ts';
import { releaseOf } from './version-differences.ts';

/** How programs of the newest version say they were built, as the recorded ones do. */
export const BUILD = {
  gitVersion: 'v1.37.1',
  gitCommit: '$Format:%H$',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** What an API server of a version (`1.37`) says of itself at /version. */
export function serverVersion(version: string): JsonObject {
  const minor = Number(version.slice(2));
  return {
    major: '1',
    minor: `${minor}`,
    emulationMajor: '1',
    emulationMinor: `${minor}`,
    minCompatibilityMajor: '1',
    minCompatibilityMinor: `${minor - 1}`,
    ...BUILD,
    gitVersion: releaseOf(version),
  };
}
