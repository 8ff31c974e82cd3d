import { Part } from '../../parts/part.ts';

/** What `kubectl PATH --help` prints, by path (`create service`); '' is kubectl itself. */
export const HELP_TEXTS_PART = new Part<{ readonly [path: string]: string }>(
  'kubectl-help',
  async () => (await import('./help-texts.generated.ts')).HELP_TEXTS,
);

/** The documentation of fields, which `kubectl explain` reads. */
export const DESCRIPTIONS_PART = new Part('field-descriptions', async () => (await import('../../api/descriptions.generated.ts')).DESCRIPTIONS);

/** The documentation of the kinds that nothing here decodes. */
export const FURTHER_DESCRIPTIONS_PART = new Part(
  'further-descriptions',
  async () => (await import('../../api/descriptions-further.generated.ts')).FURTHER_DESCRIPTIONS,
);
