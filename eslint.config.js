import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import astro from 'eslint-plugin-astro';
import * as mdx from 'eslint-plugin-mdx';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Components that src/layouts/lesson/LessonText.astro offers to every lesson; `no-undef` then catches a misspelt one. */
const lessonComponents = [
  'Ask',
  'Choice',
  'Exercise',
  'Figure',
  'Lead',
  'Manifest',
  'OlderGuides',
  'Predict',
  'Question',
  'Recall',
  'Rule',
  'Step',
  'Steps',
  'Summary',
  'Term',
  'Terminal',
  'Why',
];

export default defineConfig(
  { ignores: ['dist/', 'packed/', '.astro/', 'node_modules/', 'test-results/', 'test/conformance/cases/', 'playwright-report/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...astro.configs.recommended,
  ...svelte.configs.recommended,
  {
    rules: {
      // TypeScript reports unused and undefined names itself, and knows types.
      '@typescript-eslint/no-unused-vars': 'off',
      'no-unused-vars': 'off',
      'no-undef': 'off',
      // Terminal output and Kubernetes' own patterns contain control characters.
      'no-control-regex': 'off',
      // Objects are JSON here: a key is data.
      '@typescript-eslint/no-dynamic-delete': 'off',
      eqeqeq: ['error', 'always'],
    },
  },
  { files: ['**/*.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'error' } },
  // A test that reads what it has just proved to be there may say so shortly; it fails if it is wrong.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['**/*.{mjs,js}'], languageOptions: { globals: globals.node }, rules: { 'no-undef': 'error' } },
  {
    // The engine is a function of its state: no clock, no dice, no locale.
    files: ['src/engine/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['Date', 'Intl', 'setTimeout', 'setInterval', 'fetch', 'performance', 'crypto', 'process', 'console'].map((name) => ({
          name,
          message: 'The engine has no clock, dice, locale or surroundings: time is draft.now, chance is draft.draw.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance is draft.draw(n).' },
        { object: 'Date', property: 'now', message: 'Time is draft.now.' },
      ],
      'no-restricted-syntax': ['error', { selector: 'CallExpression[callee.property.name=/^toLocale/]', message: 'The engine has no locale.' }],
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    ...mdx.flat,
    files: ['content/**/*.mdx'],
    languageOptions: { ...mdx.flat.languageOptions, globals: Object.fromEntries(lessonComponents.map((name) => [name, 'readonly'])) },
    rules: { ...mdx.flat.rules, 'no-undef': 'error', '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
