import type { NoCommand } from '../real-cluster/check-command.ts';
import type { Language } from './language.ts';
import { realClusterEn } from './real-cluster.en.ts';
import { realClusterJa } from './real-cluster.ja.ts';

/** What a script for a real cluster says, in comments and to the terminal: one line each. */
export interface ScriptWords {
  readonly what: string;
  readonly up: string;
  readonly begin: string;
  readonly check: string;
  readonly down: string;
  /** What takes the place of `up` and `down`; the script's name where its Pods need an image to be built. */
  readonly minikube: (name: string | undefined) => string;
  readonly nodes: string;
  /** Above the look at the context, and what is said where it is none of kind or minikube; `context` is the script's own variable. */
  readonly context: string;
  readonly elsewhere: (context: string, script: string) => string;
  readonly fewNodes: string;
  /** Above what keeps files that were edited, and what is said of one; both are the script's own words. */
  readonly mine: string;
  readonly kept: (file: string, copy: string) => string;
  readonly settles: (seconds: number) => string;
  /** Before a check that takes long; `seconds` is the script's own word. */
  readonly waits: (seconds: string) => string;
  readonly interrupted: string;
  readonly begun: (folder: string) => string;
  readonly passed: string;
  readonly failed: string;
  readonly skipped: string;
  readonly reasons: { readonly [reason in NoCommand]: string };
}

/** The words of the page that takes an exercise to a real cluster, and of its script. */
export interface RealClusterWords {
  readonly link: string;
  readonly title: (exercise: string) => string;
  readonly lead: string;
  readonly needs: string;
  readonly download: string;
  readonly steps: string;
  /** What is otherwise than in the page, by what the exercise's cluster has. */
  readonly differsTitle: string;
  readonly differs: {
    readonly always: string;
    readonly site: string;
    readonly loadBalancer: string;
    readonly images: string;
    readonly beyond: string;
    readonly hairpin: string;
  };
  readonly checks: string;
  readonly checksLead: string;
  readonly changes: string;
  readonly none: string;
  /**
   * What the checks said on the real programs: their names, how many of all held for a right and for a wrong answer, and whether the page's grader says the same of
   * each; a reason stands beside those of which it does not.
   */
  readonly recorded: (programs: string, right: string, wrong: string, isAlike: boolean) => string;
  /** How checks were tried there that are no lines. */
  readonly recordedSeen: string;
  /** Before the reason why nothing was tried on the real programs. */
  readonly notRecorded: string;
  readonly back: string;
  readonly script: ScriptWords;
}

/** The words of the page that takes an exercise to a real cluster, in one language. */
export function realClusterWords(language: Language): RealClusterWords {
  return language === 'ja' ? realClusterJa : realClusterEn;
}
