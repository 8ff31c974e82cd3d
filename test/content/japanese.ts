import { createRequire } from 'node:module';
import { TextlintKernel, type TextlintKernelOptions, type TextlintKernelRule, type TextlintPluginCreator } from '@textlint/kernel';
import type { Breach } from './breach.ts';
import { hastenTokenizer } from './morphemes.ts';
import type { Prose } from './prose.ts';
import './sentences.ts';

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
 * - no-doubled-joshi: 「AもBも」「増やしても減らしても」「AかBか」 are parallels, and good Japanese. が, に, は, で, から twice stay a fault.
 */
const settings: { readonly [rule: string]: TextlintKernelRule['options'] } = {
  'no-mix-dearu-desumasu': { preferInHeader: '', preferInBody: 'ですます', preferInList: 'ですます', strict: false },
  'no-doubled-joshi': { min_interval: 1, allow: ['も', 'でも', 'にも', 'ても', 'か'] },
};

const kernel = new TextlintKernel();
const options: TextlintKernelOptions = {
  ext: '.md',
  plugins: [{ pluginId: 'markdown', plugin: markdown.default }],
  rules: Object.entries(technicalWriting.rules).map(([ruleId, rule]) => ({ ruleId, rule, options: settings[ruleId] ?? technicalWriting.rulesConfig[ruleId] ?? true })),
};

/** Code is looked at, not read word by word: to the length of a sentence it adds one word. */
const shortCode = (markdown: string): string => markdown.replace(/`[^`\n]+`/gu, '`code`');

/** What the rules of technical Japanese say of a text. */
export async function japaneseBreaches({ markdown: text, lines }: Prose, file: string): Promise<readonly Breach[]> {
  await hastenTokenizer();
  const { messages } = await kernel.lintText(shortCode(text), options);
  return messages.map(({ message, loc, ruleId }) => ({ file, line: lines[loc.start.line - 1] ?? 1, why: `${(message.split('\n')[0] ?? '').replace(/^Line \d+ /u, '')} (${ruleId})` }));
}
