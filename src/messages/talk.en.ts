import { chartEn } from './chart.en.ts';
import { diagnosticsEn } from './diagnostics.en.ts';
import { findingsEn, outcomesEn, traceEn } from './findings.en.ts';
import { labMoreEn } from './lab-more.en.ts';
import { reasonsEn } from './reasons.en.ts';
import { shellEn } from './shell.en.ts';
import type { Talk } from './talk.ts';

/** Notes that say something else than "not simulated". */
const notes: { readonly [id: string]: (params: { readonly [name: string]: string }) => string } = {
  'kubectl-elsewhere': () => 'This Pod has no kubectl. Use the tab “your machine” for it.',
  'pods-full': ({ most }) => `The cluster in this page holds at most ${most} Pods. No more are created.`,
  help: () =>
    'Here you type what you would type at work. On your machine: kubectl get pods, kubectl describe service NAME, kubectl apply -f FILE. In a Pod: curl, dig, nslookup, cat /etc/resolv.conf. The Tab key completes commands, flags and names; the up arrow brings earlier lines back; Ctrl+C ends what goes on. “Explain” below an answer tells who was asked and how it came about. kubectl says what it can do: kubectl get --help.',
  'command-cut': () => 'This command would never end, so it was stopped here.',
  'background-job-ended': () => 'A command started with & stops when its line ends. Put what needs it on the same line.',
};

export const talkEn: Talk = {
  lab: labMoreEn,
  shell: shellEn,
  diagnostics: diagnosticsEn,
  findings: findingsEn,
  outcomes: outcomesEn,
  trace: traceEn,
  chart: chartEn,
  why: reasonsEn,
  notSimulated: (id, params) => notes[id]?.(params) ?? `Not simulated here: ${params['what'] ?? Object.values(params)[0] ?? id}`,
};
