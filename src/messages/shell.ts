import type { ExplanationStep } from '../lab/command-explanation.ts';

/** What `help` lists, by group: commands (some want an end) and keys, the same in both languages. */
export const HELP_LINES = {
  look: {
    pods: 'kubectl get pods -o wide',
    slices: 'kubectl get service,endpointslices',
    describe: 'kubectl describe service ',
    logs: 'kubectl logs ',
    explain: 'kubectl explain service.spec',
  },
  ask: {
    dig: 'dig +search ',
    resolv: 'cat /etc/resolv.conf',
    curl: 'curl -sS -m 3 http://',
    nc: 'nc -zv -w 2 ',
    tcpdump: 'tcpdump -ni any port 53',
  },
  change: {
    apply: 'kubectl apply -f ',
    scale: 'kubectl scale deployment  --replicas=3',
    restart: 'kubectl rollout restart deployment ',
  },
  keys: {
    tab: 'Tab',
    arrows: '↑ ↓',
    search: 'Alt+P',
    interrupt: 'Ctrl+C',
    clear: 'Ctrl+L',
    ends: 'Ctrl+A Ctrl+E',
    cut: 'Ctrl+U Ctrl+K',
    word: 'Ctrl+W Alt+Backspace',
  },
} as const;

type HelpId = { [G in keyof typeof HELP_LINES]: keyof (typeof HELP_LINES)[G] }[keyof typeof HELP_LINES];

/** The words of the terminal beyond those that stand there at once; loaded with the worker. Total in both languages. */
export interface ShellWords {
  /** Before an explanation is open; names the button beside a command. */
  readonly explain: string;
  readonly explanation: string;
  readonly copyCommand: string;
  readonly copyOutput: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly showAll: (lines: number) => string;
  readonly showLess: string;
  /** Beside a command that goes on. */
  readonly running: string;
  readonly stop: string;
  /** Of a line left behind with `&`, below its output. */
  readonly behind: string;
  /** The editor that `kubectl edit` opens. */
  readonly editor: { readonly title: string; readonly save: string; readonly leave: string };
  readonly openShell: string;
  readonly openShellAt: string;
  readonly closeShell: (place: string) => string;
  readonly twoPanes: string;
  readonly tooLong: (most: number) => string;
  readonly larger: string;
  readonly smaller: string;
  readonly wrap: string;
  readonly search: string;
  readonly noHistory: string;
  readonly keys: string;
  /** Describes the input to a screen reader: how its keys work, and how to leave it. */
  readonly inputHint: string;
  /** The list of what fits, or of what was typed before. */
  readonly candidates: string;
  readonly candidateCount: (count: number) => string;
  readonly noCandidates: string;
  readonly free: string;
  /** Read out once after a command: how many lines, how it ended; then its output where it is short. */
  readonly read: (lines: number, exitCode: number) => string;
  readonly readFolded: (lines: number, exitCode: number) => string;
  /** Shows an object of the cluster in the drawing. */
  readonly showObject: (name: string) => string;
  readonly showRoute: (to: string) => string;
  readonly more: (count: number) => string;
  readonly wide: {
    readonly found: (characters: string) => string;
    readonly use: string;
  };
  readonly help: {
    readonly title: string;
    readonly lead: string;
    readonly look: string;
    readonly ask: string;
    readonly change: string;
    readonly keysTitle: string;
    readonly rows: { readonly [id in HelpId]: string };
    /** Puts an example into the line. */
    readonly take: (typed: string) => string;
  };
  /** One sentence for each kind of fact. */
  readonly steps: { readonly [K in ExplanationStep['kind']]: (step: Extract<ExplanationStep, { kind: K }>) => string };
}

/** The sentence of a fact. */
export function sayStep(words: ShellWords, step: ExplanationStep): string {
  return (words.steps[step.kind] as (step: ExplanationStep) => string)(step);
}
