/** Where a command runs. */
export type Place =
  /** The operator's own machine, beyond the nodes: where kubectl is. FORMAT.md's `-`. */
  | { readonly kind: 'operator' }
  /** A container of a Pod; without `container`, the default one. */
  | { readonly kind: 'pod'; readonly namespace: string; readonly pod: string; readonly container?: string }
  | { readonly kind: 'node'; readonly node: string }
  /** A host of the outside world, by its name in `ClusterConfig.outside.hosts`. */
  | { readonly kind: 'host'; readonly host: string };

/** The operator's kubeconfig: its contexts, the addresses of its clusters' servers, its users. */
export interface Kubeconfig {
  readonly current: string;
  readonly contexts: { readonly [name: string]: { readonly cluster: string; readonly user: string; readonly namespace: string } };
  readonly clusters: { readonly [name: string]: string };
  readonly users: readonly string[];
  /** Tokens of those users that have one. */
  readonly tokens?: { readonly [user: string]: string };
}

/** What `kubectl config` changes for the commands that follow. */
export interface SessionSettings {
  namespace: string;
  kubeconfig?: Kubeconfig;
  /** What was typed into this shell, this line included: `history` shows it. */
  readonly history?: readonly string[];
}

/** What a shell keeps between two lines besides plain variables. */
export interface ShellMemory {
  /** bash's arrays, as keys and values. */
  readonly arrays?: { readonly [name: string]: { readonly associative: boolean; readonly entries: readonly (readonly [key: string, value: string])[] } };
  /** Functions, as they were typed. */
  readonly functions?: { readonly [name: string]: string };
  /** What `set` and `shopt` turned on. */
  readonly options?: readonly string[];
  /** `set -- …`. */
  readonly positional?: readonly string[];
  /** How the commands of the last pipeline ended, where there was more than one. */
  readonly pipeStatuses?: readonly number[];
}

/** The shell from which another was opened. */
export interface OuterShell {
  readonly session: TerminalSession;
  /** The inner shell is bash, not the machine's `sh`. */
  readonly isBash?: boolean;
  /** The inner shell is its container's main process, which ends with it. */
  readonly isMain?: boolean;
  /** The words that run once the inner shell has ended. */
  readonly leaving?: readonly string[];
}

/** One shell a learner (or a recorded case) types into: everything that stays between two commands. */
export interface TerminalSession {
  readonly place: Place;
  /** The operator's working directory: file name → text. */
  readonly files: { readonly [name: string]: string };
  /** `kubectl config set-context --current --namespace`. */
  readonly namespace: string;
  /** What other `kubectl config` commands wrote; absent in a file nobody changed. */
  readonly kubeconfig?: Kubeconfig;
  /** Exported variables. */
  readonly env: { readonly [name: string]: string };
  /** Variables that programs do not see. */
  readonly variables?: { readonly [name: string]: string };
  /** Present (empty at first) in a shell that somebody types into; recorded lines have a shell each. */
  readonly memory?: ShellMemory;
  /** Present in a shell that somebody types into (bash expands aliases only there). */
  readonly aliases?: { readonly [name: string]: string };
  /** Where `cd` led; absent: the place's own first directory. */
  readonly cwd?: string;
  /** What was typed into it, the present line included; `history` shows it. */
  readonly history?: readonly string[];
  /** Background jobs that earlier lines left running. */
  readonly jobs?: readonly { readonly number: number; readonly pid: number; readonly source: string }[];
  /** Of a shell that a line opened in a Pod (`kubectl exec -it`): where that line was typed. */
  readonly outer?: OuterShell;
  /** Exit status of the last command, `$?`. */
  readonly lastExit: number;
}
