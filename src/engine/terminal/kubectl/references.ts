import { DESCRIPTIONS } from '../../api/descriptions.generated.ts';
import type { References } from './command.ts';
import { HELP_TEXTS } from './help-texts.generated.ts';

/** kubectl's long texts: its help and the documentation of fields. Import it lazily: half a megabyte. */
export const KUBECTL_REFERENCES: References = { help: HELP_TEXTS, descriptions: DESCRIPTIONS };
