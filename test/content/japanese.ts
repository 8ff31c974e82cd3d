import { createRequire } from 'node:module';
import { TextlintKernel, type TextlintKernelOptions, type TextlintKernelRule, type TextlintPluginCreator } from '@textlint/kernel';
import type { Breach } from './breach.ts';
import type { Prose } from './prose.ts';

// Both are CommonJS and come without types of their own.
const load = createRequire(import.meta.url);
const markdown = load('@textlint/textlint-plugin-markdown') as { readonly default: TextlintPluginCreator };
const technicalWriting = load('textlint-rule-preset-ja-technical-writing') as {
  readonly rules: { readonly [rule: string]: TextlintKernelRule['rule'] };
  readonly rulesConfig: { readonly [rule: string]: TextlintKernelRule['options'] };
};

/**
 * The rules of technical Japanese (textlint-rule-preset-ja-technical-writing), as they come, but for these:
 * - no-mix-dearu-desumasu: lists are です・ます here, as everything is (the preset wants である in them).
 * - ja-no-mixed-period: a list's item, a choice and a caption may be a phrase without a full stop; questions end in 「か。」.
 * - no-exclamation-question-mark: a learner may be asked with 「？」 in full width; 「！」 stays forbidden.
 * - max-kanji-continuous-len: proper terms are longer.
 */
const settings: { readonly [rule: string]: TextlintKernelRule['options'] } = {
  'no-mix-dearu-desumasu': { preferInHeader: '', preferInBody: 'ですます', preferInList: 'ですます', strict: false },
};

const kernel = new TextlintKernel();
const options: TextlintKernelOptions = {
  ext: '.md',
  plugins: [{ pluginId: 'markdown', plugin: markdown.default }],
  rules: Object.entries(technicalWriting.rules).map(([ruleId, rule]) => ({ ruleId, rule, options: settings[ruleId] ?? technicalWriting.rulesConfig[ruleId] ?? true })),
};

/** What the rules of technical Japanese say of a text. */
export async function japaneseBreaches({ markdown: text, lines }: Prose, file: string): Promise<readonly Breach[]> {
  const { messages } = await kernel.lintText(text, options);
  return messages.map(({ message, loc, ruleId }) => ({ file, line: lines[loc.start.line - 1] ?? 1, why: `${message.split('\n')[0] ?? ''} (${ruleId})` }));
}
