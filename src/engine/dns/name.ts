/** The labels of a name, without the root: `a.b.` → `['a', 'b']`. A backslash keeps the next character. */
export function labelsOf(name: string): string[] {
  return name
    .replace(/\.$/, '')
    .split(/(?<!\\)\./)
    .filter((label) => label !== '');
}

/** The name with its last dot. */
export const fqdn = (name: string): string => (name.endsWith('.') ? name : `${name}.`);

/** Whether `name` is `zone` or below it; both absolute, any case. */
export function isBelow(name: string, zone: string): boolean {
  const [a, b] = [name.toLowerCase(), zone.toLowerCase()];
  return b === '.' || a === b || a.endsWith(`.${b}`);
}

/** Bytes of a name on the wire, uncompressed (RFC 1035 3.1): each label with its length, and the root. */
export function nameLength(name: string): number {
  return labelsOf(name).reduce((bytes, label) => bytes + 1 + label.length, 1);
}

/** How many dots a name has, its last one not counted: what `ndots` is compared with. */
export const dotsIn = (name: string): number => name.replace(/\.$/, '').split('.').length - 1;

/** An address as a label: dots and colons become dashes, and a dash at the end is followed by 0 (CoreDNS endpointHostname). */
export function dashedIP(ip: string): string {
  const dashed = ip.replaceAll(/[.:]/g, '-');
  return dashed.endsWith('-') ? `${dashed}0` : dashed;
}
