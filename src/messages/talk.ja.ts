import { diagnosticsJa } from './diagnostics.ja.ts';
import { findingsJa, traceJa } from './findings.ja.ts';
import type { Talk } from './talk.ts';

export const talkJa: Talk = {
  diagnostics: diagnosticsJa,
  findings: findingsJa,
  trace: traceJa,
  notSimulated: (id, params) => `このシミュレーターでは再現していません: ${params['what'] ?? Object.values(params)[0] ?? id}`,
};
