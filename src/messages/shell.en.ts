import type { ShellWords } from './shell.ts';

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const verbs = { GET: 'to read', LIST: 'to list', POST: 'to create', PUT: 'to replace', PATCH: 'to change part of', DELETE: 'to delete' } as const;
const did = { added: 'created', changed: 'changed', removed: 'removed' } as const;
const verdicts = {
  delivered: 'It arrived and was answered.',
  REJECT: 'It was refused (REJECT).',
  RST: 'It arrived at a closed port (RST).',
  DROP: 'Nothing came back (DROP).',
} as const;
const outcomes = {
  answered: 'There was an answer.',
  NODATA: 'The name exists, with nothing of that type (NODATA).',
  NXDOMAIN: 'There is no such name (NXDOMAIN).',
  SERVFAIL: 'The server could not answer (SERVFAIL).',
  REFUSED: 'The server refused (REFUSED).',
  timeout: 'Nothing came back.',
} as const;
const place = (terminal: string): string => terminal.replace(/#\d+$/, '');

/** The words of the terminal. */
export const shellEn: ShellWords = {
  explain: 'Explain',
  explanation: 'How this answer came about',
  copyCommand: 'Copy the command',
  copyOutput: 'Copy the output',
  copied: 'Copied',
  notCopied: 'Could not be copied',
  showAll: (lines) => `Show all ${lines} lines`,
  showLess: 'Fold',
  running: 'running',
  stop: 'Stop (Ctrl+C)',
  behind: 'still running in the background',
  editor: {
    title: 'Editor',
    save: 'Save and close',
    leave: 'Close without saving',
  },
  openShell: 'Shell',
  openShellAt: 'Where to open a shell',
  closeShell: (at) => `Close the shell on ${at}`,
  twoPanes: 'Two side by side',
  tooLong: (most) => `A command of more than ${most} characters is not run. Your input is still there.`,
  larger: 'Larger text',
  smaller: 'Smaller text',
  wrap: 'Wrap lines',
  search: 'Search the history (Alt+P)',
  noHistory: 'Nothing in the history fits',
  keys: 'Keys for typing',
  inputHint: 'Tab completes. Esc, then Tab leaves the terminal. Up and down go through the history, Alt+P searches it.',
  candidates: 'Candidates',
  candidateCount: (count) => plural(count, 'candidate'),
  noCandidates: 'No candidates. Esc, then Tab leaves',
  free: 'Tab leaves now',
  read: (lines, exitCode) => (lines === 0 ? `No output. Exit code ${exitCode}` : `${plural(lines, 'line')} of output, exit code ${exitCode}`),
  readFolded: (lines, exitCode) => `${plural(lines, 'line')} of output, exit code ${exitCode}. Only the beginning is read out`,
  showObject: (name) => `Show ${name} in the chart`,
  showRoute: (to) => `Show the trace to ${to}`,
  more: (count) => `${count} more`,
  wide: {
    found: (characters) => `Some characters here are not the ones a shell reads: ${characters}. To it they are other letters.`,
    use: 'Put the corrected line into the input',
  },
  help: {
    title: 'What this terminal can do',
    lead: 'Commands answer as the real ones do. Choose an example to put it into the input.',
    look: 'Look at the cluster',
    ask: 'Try names and traffic (in a Pod’s shell)',
    change: 'Change the cluster',
    keysTitle: 'Keys',
    rows: {
      pods: 'Pods with their state, address and node',
      slices: 'Services and the lists behind them',
      describe: 'One Service in detail',
      logs: 'What a container wrote',
      explain: 'What fields mean',
      dig: 'Look a name up and see the whole answer',
      resolv: 'How this Pod looks names up',
      curl: 'Call a server over HTTP',
      nc: 'Is a TCP port open?',
      tcpdump: 'Watch packets: send something from another shell, then press Ctrl+C here',
      apply: 'Apply a file, as the Apply button does',
      scale: 'Change the number of Pods',
      restart: 'Replace Pods one after the other',
      tab: 'Complete (after Esc: leave)',
      arrows: 'History',
      search: 'Search the history',
      interrupt: 'Drop the line, or stop what is running (with a selection: copy)',
      clear: 'Clear the screen',
      ends: 'To the start, to the end of the line',
      cut: 'Delete to the start, to the end',
      word: 'Delete the word before the caret',
    },
    take: (typed) => `Put ${typed.trim()} into the input`,
  },
  steps: {
    place: ({ terminal }) => (place(terminal) === 'operator' ? 'It ran in the shell of your machine.' : `It ran in the shell of ${place(terminal)}.`),
    request: ({ request: { verb, resource, namespace, name, code }, times }) =>
      `The API server was asked ${verbs[verb]} ${resource}${name === undefined ? '' : ` “${name}”`}${namespace === undefined ? '' : ` in the namespace ${namespace}`}${times > 1 ? `, ${times} times` : ''}, and answered ${code}.`,
    change: (step) => `${step.by} ${did[step.did]} ${step.objects.join(', ')}${step.more > 0 ? ` and ${step.more} more` : ''}.`,
    lookup: ({ name, server, asked, outcome, addresses }) =>
      `${server} was asked for the name ${name}${asked.length > 1 ? ` (in this order: ${asked.join(', ')})` : ''}. ${outcome === 'answered' && addresses.length > 0 ? `The answer is ${addresses.join(', ')}.` : outcomes[outcome]}`,
    packet: ({ protocol, to, service, candidates, picked, verdict }) =>
      `${protocol} was sent to ${to}. ${service === undefined ? '' : `The rules of Service ${service} ${picked === undefined ? 'had nobody to choose' : `chose ${picked} of ${plural(candidates, 'endpoint')}`}. `}${verdicts[verdict]}`,
    local: () => 'Nobody in the cluster was asked: this machine answered by itself.',
    time: ({ ms }) => `It took ${ms < 1000 ? `${Math.round(ms)} milliseconds` : `${Math.round(ms / 100) / 10} seconds`} of the virtual clock.`,
    exit: ({ code }) => (code === 0 ? 'The exit code is 0: success.' : `The exit code is ${code}.`),
  },
};
