import { chartJa } from './chart.ja.ts';
import { diagnosticsJa } from './diagnostics.ja.ts';
import { findingsJa, outcomesJa, traceJa } from './findings.ja.ts';
import { labMoreJa } from './lab-more.ja.ts';
import { reasonsJa } from './reasons.ja.ts';
import { shellJa } from './shell.ja.ts';
import type { Talk } from './talk.ts';

/** Notes that say something else than "not simulated". */
const notes: { readonly [id: string]: (params: { readonly [name: string]: string }) => string } = {
  'kubectl-elsewhere': () => 'このPodにkubectlは入っていません。kubectlは「手元」のタブで使えます。',
  'pods-full': ({ most }) => `このページのクラスターに置けるPodは${most}個までです。それより多くは作られません。`,
  help: () =>
    '仕事で打つのと同じコマンドが使えます。「手元」のタブではkubectl get pods、kubectl describe service 名前、kubectl apply -f ファイル。Podの中ではcurl、dig、nslookup、cat /etc/resolv.confなどです。タブキーでコマンドと名前を補完し、上の矢印で前の行を呼び出し、Ctrl+Cで続いているものを止めます。答えの下の「説明」を開くと、誰に何を尋ねた結果なのかが分かります。kubectlの使い方は、kubectl get --helpで読めます。',
  'command-cut': () => '終わらないコマンドなので、ここで止めました。',
  'background-job-ended': () => '「&」で始めたコマンドは、この行が終わると止まります。続けて使うコマンドは同じ行に書いてください。',
};

export const talkJa: Talk = {
  lab: labMoreJa,
  shell: shellJa,
  diagnostics: diagnosticsJa,
  findings: findingsJa,
  outcomes: outcomesJa,
  trace: traceJa,
  chart: chartJa,
  why: reasonsJa,
  notSimulated: (id, params) => notes[id]?.(params) ?? `このシミュレーターでは再現していません: ${params['what'] ?? Object.values(params)[0] ?? id}`,
};
