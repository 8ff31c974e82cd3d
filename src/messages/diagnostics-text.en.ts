import { say } from './say.ts';
import type { DiagnosticWords } from './talk.ts';
import type { DecodingProblemId, YAMLProblemId } from './diagnostic-groups.ts';

/** What reading the text finds: its shape as YAML, and how it fits the types of Kubernetes. */
export const textEn: Pick<DiagnosticWords, YAMLProblemId | DecodingProblemId> = {
  'yaml-alias-with-properties': () =>
    say('An alias (`*name`) has a tag or an anchor of its own.', 'An alias stands for a value written earlier and cannot carry marks.', 'Keep `*name` alone.'),
  'yaml-unknown-anchor': ({ name }) =>
    say(
      `The alias \`*${name}\` points at nothing.`,
      `No \`&${name}\` stands earlier in this document.`,
      `Write the value itself, or mark the value you mean with \`&${name}\`.`,
    ),
  'yaml-wrong-collection-tag': () =>
    say(
      'The tag does not fit the value after it.',
      'A map must follow `!!map`, a list must follow `!!seq`.',
      'Without the tag the value is read by its shape.',
    ),
  'yaml-bad-directive': () => say('The line that begins with `%` is not a directive.', '`%` begins a line that speaks about YAML itself.', 'Remove the line.'),
  'yaml-bad-escape': () =>
    say(
      'The double quotes hold an escape that does not exist.',
      'Inside `"…"` only certain letters may follow a backslash.',
      'Double the backslash, or use single quotes.',
    ),
  'yaml-bad-indentation': ({ list }) => {
    if (list === 'line-among-items')
      return say(
        'This line stands in a list and has no `- `.',
        'In a list, each item begins with `- `, and its other keys stand below its first key.',
        'For a new item, put `- ` before it. For the item above, line it up with that item’s first key.',
      );
    if (list === 'item-among-keys')
      return say(
        'An item of a list begins here, and the lines above are keys.',
        'What stands below one key is either keys or items with `- `, never both.',
        'Put `- ` before the first of the lines above, too, or take this one away.',
      );
    return say(
      'This line is indented like no line above it.',
      'In YAML the column where a line begins says whose child it is.',
      'Line it up with the lines it belongs to.',
    );
  },
  'yaml-misplaced-property': () =>
    say('An anchor or a tag stands in the wrong place.', '`&name` and `!tag` come right before the value they mark.', 'Move it to the value, or remove it.'),
  'yaml-reserved-character': ({ character }) =>
    say(`A value that begins with \`${character}\` needs quotes.`, 'YAML keeps this character for itself.', 'Put the whole value in `"…"`.'),
  'yaml-nested-mapping-on-one-line': () =>
    say(
      'One line has two colons.',
      'A map cannot begin on the line of another: `a: b: c`.',
      'Move the inner part to the next line and indent it, or quote the value.',
    ),
  'yaml-block-inside-brackets': () =>
    say(
      'Inside `{ }` or `[ ]` something is written by indentation.',
      'Within brackets, items are separated by commas.',
      'Use commas instead of `- `, or leave the brackets out.',
    ),
  'yaml-key-too-long': () => say('A key is too long.', 'At most 1,024 characters may stand before the colon.', 'Check where the colon is.'),
  'yaml-missing-character': () =>
    say(
      'A character is missing.',
      'It is the space after a colon, a closing quote, a bracket or a comma.',
      'Look for something left open in this line or the one before.',
    ),
  'yaml-key-over-several-lines': () =>
    say('A key has no colon after it.', 'A colon counts only with a space or the end of the line behind it.', 'Write `:` right after the key, then a space.'),
  'yaml-repeated-property': () => say('Two anchors or two tags stand before one value.', 'A value can have one of each.', 'Remove one.'),
  'yaml-tab-indentation': () =>
    say('A tab is used to indent.', 'YAML indents with spaces only, because tabs differ in width.', 'Replace the tab by two spaces.'),
  'yaml-infinite-number': () =>
    say('A number here is infinite, or no number.', 'JSON, in which the server is told, has no such number.', 'Put it in quotes if it is text.'),
  'yaml-unusable-tag': () => say('This tag cannot be used.', 'It is unknown, or it does not fit the value.', 'Remove the tag.'),
  'yaml-unexpected-token': () =>
    say(
      'Something stands here that cannot.',
      'It does not continue what the lines before began.',
      'Check also that quotes and brackets of the line before are closed.',
    ),
  'yaml-duplicate-key': ({ key }) => say(`\`${key}\` is written twice.`, 'kubectl keeps the later one; the earlier one is lost.', 'Make them one.'),
  'yaml-alias-bomb': () => say('Aliases unfold to too much.', 'Aliases that call aliases make the text grow without end.', 'Write the values without aliases.'),
  'yaml-unusable-key': () =>
    say('A key has a value that no key can have.', 'Keys are text, numbers or booleans, never lists or maps.', 'Look for `? ` or `{ }` where a key must be.'),
  'yaml-merge-of-no-mapping': () =>
    say('What follows `<<:` is not a map.', '`<<:` takes in the fields of another map.', 'Write an alias of a map, or remove the line.'),
  'yaml-bad-separator': ({ text }) =>
    say(`\`${text}\` stands on a line with \`---\`.`, 'kubectl refuses files with anything after the separator.', 'Leave `---` alone on its line.'),
  'yaml-not-text': () =>
    say('The file holds characters that are not text.', 'With control characters it is not YAML.', 'Check whether another kind of file was pasted.'),
  'yaml-too-deep': () => say('The nesting is too deep.', 'There is a limit to how deep a document is read.', 'Look for a bracket that is not closed.'),
  'yaml-too-large': ({ limitBytes }) =>
    say(`The file is larger than ${Math.round(limitBytes / 1024)} KB.`, 'Files of this size are not read.', 'Keep only the part you need.'),
  'json-syntax': () =>
    say('The text begins as JSON and is not JSON.', 'Because the first character is `{`, it is read as JSON.', 'Check brackets, quotes and commas.'),
  'kind-not-set': () =>
    say(
      '`kind` is missing.',
      'Nothing says what to make, so nothing is made.',
      'Write it, for example `kind: Service`. If it is there, begin it in the same column as the first line.',
    ),
  'api-version-not-set': () =>
    say('`apiVersion` is missing.', 'The same kind can differ between versions.', 'Services and Pods are `v1`, Deployments are `apps/v1`.'),
  'not-an-object': () =>
    say('The document is not an object.', 'A word, a number or a list alone makes nothing.', 'Begin with `apiVersion:`, `kind:` and `metadata:`.'),
  'unknown-kind': ({ kind, apiVersion, suggestion, elsewhere }) =>
    say(
      `\`${apiVersion}\` has no kind \`${kind}\`.`,
      elsewhere === undefined ? 'The API server does not accept kinds it does not know.' : `\`${kind}\` belongs to \`${elsewhere}\`.`,
      suggestion === undefined
        ? elsewhere === undefined
          ? 'Check spelling and uppercase letters.'
          : `Write \`apiVersion: ${elsewhere}\`.`
        : `Did you mean \`${suggestion}\`?`,
    ),
  'kind-not-simulated': ({ kind }) =>
    say(`\`${kind}\` does not work in this simulator.`, 'A real cluster has this kind; it is not modeled here.', 'Use only the kinds that the exercise needs.'),
  'name-not-set': ({ kind }) => say(`This ${kind} has no name.`, '`kubectl apply` recognizes objects by their names.', 'Write `metadata.name`.'),
  'generate-name-with-apply': () =>
    say('`generateName` cannot be used with `kubectl apply`.', 'A name that changes each time cannot be recognized again.', 'Write a name in `metadata.name`.'),
  'unknown-field': ({ name, suggestion }) =>
    say(
      `There is no field \`${name}\`.`,
      'Names that the API type does not have are refused.',
      suggestion === undefined ? 'Check the spelling, and how deep it is indented.' : `Did you mean \`${suggestion}\`?`,
    ),
  'wrong-type': ({ given, expected }) =>
    say(
      `The value has the wrong type. This field takes ${KINDS[expected] ?? expected}.`,
      `What is written is ${KINDS[given] ?? given}.`,
      'Check quotes, `- ` and indentation.',
    ),
  'unreadable-quantity': ({ value }) => say(`\`${value}\` is not a quantity.`, 'Quantities are written as `100m`, `1.5` or `64Mi`.', 'Check the unit.'),
  'unreadable-time': ({ value }) => say(`\`${value}\` is not a time.`, 'Times are written as `2026-11-21T08:00:00Z`.', 'Check date, `T`, time and `Z`.'),
  'unreadable-base64': () => say('This is not Base64.', 'The `data` of a Secret is written in Base64.', 'To write plain text, use `stringData`.'),
};

const KINDS: { readonly [type: string]: string | undefined } = {
  string: 'text',
  number: 'a number',
  bool: 'true or false',
  array: 'a list',
  object: 'a map',
  int32: 'a whole number',
  int64: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  integer: 'a whole number',
  float64: 'a number',
  map: 'a map',
  slice: 'a list',
};
