import type { Language } from './language.ts';

/** What the guide for whoever runs a workshop is called; its text is in src/layouts/workshop. */
export const guideTitle: { readonly [One in Language]: string } = { ja: '講師の手引き', en: 'Facilitator’s guide' };
