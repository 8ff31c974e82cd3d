/** One conversion of a printf format: `%-08.3f` and its like. */
export interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly verb: string;
}

/** A text in its field. */
export function padded({ flags, width }: Conversion, text: string): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}

const INTEGERS = 'diouxX';

/** A number as C's printf writes it (ISO C 7.21.6.1), in its field. */
export function formatNumber(conversion: Conversion, value: number): string {
  const { flags, width, precision, verb } = conversion;
  if (!Number.isFinite(value)) {
    const word = Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : flags.includes('+') ? '+inf' : 'inf';
    return padded(conversion, /[A-Z]/.test(verb) ? word.toUpperCase() : word);
  }
  const isInteger = INTEGERS.includes(verb);
  const signed = !isInteger || verb === 'd' || verb === 'i';
  const negative = signed && (value < 0 || Object.is(value, -0)) && !(isInteger && Math.trunc(value) === 0);
  let digits = isInteger ? integer(verb, value, flags, precision) : real(verb, Math.abs(value), precision, flags.includes('#'));
  if (/[A-Z]/.test(verb)) digits = digits.toUpperCase();
  const sign = negative ? '-' : signed && flags.includes('+') ? '+' : signed && flags.includes(' ') ? ' ' : '';
  const fills = flags.includes('0') && !flags.includes('-') && !(isInteger && precision !== undefined);
  return padded(conversion, sign + (fills ? digits.padStart(width - sign.length, '0') : digits));
}

function integer(verb: string, value: number, flags: string, precision: number | undefined): string {
  const whole = BigInt(Math.trunc(value));
  const bits = verb === 'd' || verb === 'i' ? (whole < 0n ? -whole : whole) : BigInt.asUintN(64, whole);
  const digits = precision === 0 && bits === 0n ? '' : bits.toString(verb === 'o' ? 8 : verb === 'x' || verb === 'X' ? 16 : 10).padStart(precision ?? 0, '0');
  if (!flags.includes('#') || bits === 0n) return digits;
  return verb === 'o' ? (digits.startsWith('0') ? digits : `0${digits}`) : verb === 'x' || verb === 'X' ? `0x${digits}` : digits;
}

function real(verb: string, value: number, precision = 6, keepsZeros: boolean): string {
  const exponential = (digits: number): string => value.toExponential(Math.min(100, digits)).replace(/e([+-])(\d)$/, 'e$10$2');
  const fixed = (digits: number): string =>
    value >= 1e21 ? BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '') : value.toFixed(Math.min(100, digits));
  if (verb === 'e' || verb === 'E') return exponential(precision);
  if (verb === 'f' || verb === 'F') return fixed(precision);
  const places = precision || 1;
  const exponent = value === 0 ? 0 : Number(/e([+-]\d+)$/.exec(value.toExponential(Math.min(100, places - 1)))?.[1] ?? 0);
  const text = exponent < -4 || exponent >= places ? exponential(places - 1) : fixed(places - 1 - exponent);
  return keepsZeros ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}
