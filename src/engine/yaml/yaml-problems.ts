/**
 * What can be wrong with a text before any Kubernetes type is known, and what each complaint carries. The first group
 * follows the error codes of the `yaml` package; the second is what the Go programs refuse besides.
 */
export interface YAMLProblemParams {
  /** An alias cannot have a tag or an anchor of its own. */
  readonly 'yaml-alias-with-properties': object;
  readonly 'yaml-unknown-anchor': { readonly name: string };
  readonly 'yaml-wrong-collection-tag': object;
  readonly 'yaml-bad-directive': object;
  readonly 'yaml-bad-escape': object;
  /** A line stands at a column where nothing it could belong to stands; or a list has a line without `- `, or an item comes where keys stand. */
  readonly 'yaml-bad-indentation': { readonly list?: 'line-among-items' | 'item-among-keys' };
  readonly 'yaml-misplaced-property': object;
  /** A plain word may not begin with this character: `@`, a backtick, `%`, … */
  readonly 'yaml-reserved-character': { readonly character: string };
  /** `a: b: c`, a second mapping begun on a line that already has one. */
  readonly 'yaml-nested-mapping-on-one-line': object;
  readonly 'yaml-block-inside-brackets': object;
  readonly 'yaml-key-too-long': object;
  /** A closing quote, bracket, colon or comma is missing. */
  readonly 'yaml-missing-character': object;
  readonly 'yaml-key-over-several-lines': object;
  readonly 'yaml-repeated-property': object;
  readonly 'yaml-tab-indentation': object;
  readonly 'yaml-unusable-tag': object;
  readonly 'yaml-unexpected-token': object;
  /** The same key twice in one mapping: kubectl keeps the last. A warning. */
  readonly 'yaml-duplicate-key': { readonly key: string };

  /** Aliases unfold to more than the Go parser allows. */
  readonly 'yaml-alias-bomb': object;
  /** `.inf` or `.nan` as a value: JSON has no form for it. */
  readonly 'yaml-infinite-number': object;
  /** A list, a map, null or a binary value as the key of a map. */
  readonly 'yaml-unusable-key': object;
  /** Something else than a map after `<<:`. */
  readonly 'yaml-merge-of-no-mapping': object;
  /** A word after `---` that is no comment. */
  readonly 'yaml-bad-separator': { readonly text: string };
  /** A control character: the file is no text. */
  readonly 'yaml-not-text': object;
  readonly 'yaml-too-deep': object;
  /** The file is longer than what is read; `limitBytes` of UTF-8. */
  readonly 'yaml-too-large': { readonly limitBytes: number };
  /** The text begins as JSON and is not JSON. */
  readonly 'json-syntax': object;
}

export type YAMLProblemId = keyof YAMLProblemParams;
