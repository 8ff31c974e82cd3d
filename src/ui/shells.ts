/** What the terminal pane needs to be typed into: one chunk, fetched while the worker wakes. */
import '../styles/terminal.css';

export { default as ShellControls } from './ShellControls.svelte';
export { default as ShellPane } from './ShellPane.svelte';
