import { Part } from '../../parts/part.ts';

/** What `kubectl PATH --help` prints, by path (`create service`); '' is kubectl itself. */
export const HELP_TEXTS_PART = new Part<{ readonly [path: string]: string }>(
  'kubectl-help',
  async () => (await import('./help-texts.generated.ts')).HELP_TEXTS,
);

/** What `kubectl --help` of rarer commands and `kubectl completion` print. */
export const FURTHER_TEXTS_PART = new Part('kubectl-further-texts', () => import('./further-texts.generated.ts'));

/** What `kubectl PATH --help` prints. */
export const helpOf = (path: string): string => HELP_TEXTS_PART.content[path] ?? FURTHER_TEXTS_PART.content.FURTHER_HELP_TEXTS[path] ?? '';

/** The documentation of fields, which `kubectl explain` reads. */
export const DESCRIPTIONS_PART = new Part('field-descriptions', async () => (await import('../../api/descriptions.generated.ts')).DESCRIPTIONS);

/** The documentation of the kinds that nothing here decodes. */
export const FURTHER_DESCRIPTIONS_PART = new Part(
  'further-descriptions',
  async () => (await import('../../api/descriptions-further.generated.ts')).FURTHER_DESCRIPTIONS,
);
