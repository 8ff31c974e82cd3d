// Models sigs.k8s.io/yaml kyaml/kyaml.go (v1.6.0): YAML in braces, every text in quotes (case kubectl-read/kyaml).
import { quote } from '../../api/go-text.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';
import { isObject } from './go-value.ts';

/** Keys that YAML would read as something else than a text. */
const AMBIGUOUS = /^(?:y|n|yes|no|on|off|true|false|null|inf|nan|[-+]?(?:0[xob])?[\d_.]+(?:e[-+]?\d+)?|0x[\da-f_]+|\d{4}-\d\d?-\d\d?.*)$/i;

const keyText = (key: string): string => (/^[\p{L}\p{Nd}_][\p{L}\p{Nd}_./-]*$/u.test(key) && !AMBIGUOUS.test(key) ? key : quote(key));

/** A text in double quotes; a line break folds it, one line below the other. */
function stringText(text: string, indent: string): string {
  if (!text.includes('\n')) return quote(text).replaceAll('\\t', '\t');
  const lines = text.split('\n');
  const last = lines.pop() as string;
  const folded = [...lines.map((line) => `${line}\n`), ...(last === '' ? [] : [last])].map((line) => {
    const escaped = quote(line).slice(1, -1).replaceAll('\\t', '\t');
    return `${indent}  ${/^[ \t]/.test(line) ? '\\' : ' '}${escaped}\\\n`;
  });
  return `"\\\n${folded.join('')}${indent}  "`;
}

function valueText(value: Json, indent: string): string {
  if (typeof value === 'string') return stringText(value, indent);
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (items.length === 0) return '[]';
    const inner = `${indent}  `;
    if (items.every((item) => isObject(item) && Object.keys(item).length > 0)) return `[${items.map((item) => valueText(item, indent)).join(', ')}]`;
    return `[\n${items.map((item) => `${inner}${valueText(item, inner)},\n`).join('')}${indent}]`;
  }
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value as JsonObject);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, item]) => `${indent}  ${keyText(key)}: ${valueText(item as Json, `${indent}  `)},\n`).join('')}${indent}}`;
}

/** One document, its keys in the order they have. */
export const toKYAML = (value: Json): string => `---\n${valueText(value, '')}\n`;
