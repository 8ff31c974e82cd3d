import css from '../styles/chart.css?inline';
import { adoptSheet } from './adopt-sheet.ts';

adoptSheet(css);

/** What is drawn once the worker has answered: one chunk, fetched while the worker wakes. */
export { default as Chart } from './Chart.svelte';
export { default as Chosen } from './Chosen.svelte';
export { default as ClusterText } from './ClusterText.svelte';
export { default as Ledger } from './Ledger.svelte';
export { default as Problems } from './Problems.svelte';
export { default as Timeline } from './Timeline.svelte';
export { default as TraceLog } from './TraceLog.svelte';
