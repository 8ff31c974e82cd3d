/** What draws and is looked at, in a file of its own: no verdict waits for it. */
export { drawRoute, sessionAtMoment, sessionDrawn } from './drawing.ts';
export { faultsOf } from './faults.ts';
export { nearestSolution } from './nearest-solution.ts';
export { lookAt } from './looking.ts';
