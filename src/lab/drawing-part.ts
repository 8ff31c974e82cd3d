/** What draws and is looked at, in a file of its own: no verdict waits for it. */
export { drawMoment, drawRoute } from './drawing.ts';
export { lookAt } from './looking.ts';
