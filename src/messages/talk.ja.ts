import { chartJa } from './chart.ja.ts';
import { diagnosticsJa } from './diagnostics.ja.ts';
import { findingsJa, traceJa } from './findings.ja.ts';
import { labMoreJa } from './lab-more.ja.ts';
import { reasonsJa } from './reasons.ja.ts';
import { shellJa } from './shell.ja.ts';
import type { Talk } from './talk.ts';

/** Notes that say something else than "not simulated". */
const notes: { readonly [id: string]: (params: { readonly [name: string]: string }) => string } = {
  'full-width-character': ({ character }) => `全角の文字「${character}」が混ざっています。コマンドは半角で入力してください。`,
  'kubectl-elsewhere': () => 'このPodにkubectlは入っていません。kubectlは「手元」のタブで使えます。',
  'pods-full': ({ most }) => `このページのクラスターに置けるPodは${most}個までです。それより多くは作られません。`,
  'command-cut': () => '終わらないコマンドなので、ここで止めました。',
  'background-job-ended': () => '「&」で始めたコマンドは、この行が終わると止まります。続けて使うコマンドは同じ行に書いてください。',
};

export const talkJa: Talk = {
  lab: labMoreJa,
  shell: shellJa,
  diagnostics: diagnosticsJa,
  findings: findingsJa,
  trace: traceJa,
  chart: chartJa,
  why: reasonsJa,
  notSimulated: (id, params) => notes[id]?.(params) ?? `このシミュレーターでは再現していません: ${params['what'] ?? Object.values(params)[0] ?? id}`,
};
