import css from '../styles/lab-later.css?inline';
import { adoptSheet } from './adopt-sheet.ts';

adoptSheet(css);

/** What nobody uses before the worker has answered, or few exercises have: one chunk, fetched beside it. */
export { default as Afterwards } from './Afterwards.svelte';
export { default as AnswerOrder } from './AnswerOrder.svelte';
export { default as AnswerText } from './AnswerText.svelte';
export { default as CheckSeen } from './CheckSeen.svelte';
export { default as ClockBar } from './ClockBar.svelte';
export { default as ClusterPicture } from './ClusterPicture.svelte';
export { default as KeyBar } from './KeyBar.svelte';
export { default as Notices } from './Notices.svelte';
export { default as Outline } from './Outline.svelte';
export { default as ParsonsEditor } from './ParsonsEditor.svelte';
export { default as Phases } from './Phases.svelte';
export { default as QuestionTable } from './QuestionTable.svelte';
export { default as RefusedText } from './RefusedText.svelte';
export { default as Suggestions } from './Suggestions.svelte';
export { default as TerminalLocked } from './TerminalLocked.svelte';
export { default as Terminal } from './Terminal.svelte';
export { followKeys } from './lab-keys.ts';
