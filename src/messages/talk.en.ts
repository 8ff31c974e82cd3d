import { diagnosticsEn } from './diagnostics.en.ts';
import { findingsEn, traceEn } from './findings.en.ts';
import type { Talk } from './talk.ts';

export const talkEn: Talk = {
  diagnostics: diagnosticsEn,
  findings: findingsEn,
  trace: traceEn,
  notSimulated: (id, params) => `Not simulated here: ${params['what'] ?? Object.values(params)[0] ?? id}`,
};
