import css from '../styles/chart.css?inline';

// Linked, the sheet would hold up every page: it comes with what it is for.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

/** What is drawn once the worker has answered: one chunk, fetched while the worker wakes. */
export { default as Chart } from './Chart.svelte';
export { default as Chosen } from './Chosen.svelte';
export { default as ClusterText } from './ClusterText.svelte';
export { default as Ledger } from './Ledger.svelte';
export { default as Problems } from './Problems.svelte';
export { default as Timeline } from './Timeline.svelte';
export { default as TraceLog } from './TraceLog.svelte';
