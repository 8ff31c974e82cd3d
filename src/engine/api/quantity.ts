// Models apimachinery pkg/api/resource quantity.go and suffix.go (v0.37.1). Values are whole numbers of nano units.
const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NANO = 1_000_000_000n;

/** A quantity in its canonical form (`0.5` is `500m`, `1024Mi` is `1Gi`), or the server's words for why it is none. */
export function canonicalQuantity(text: string): { readonly quantity: string } | { readonly error: string } {
  const [, sign = '', whole = '', fraction = '', suffix = ''] = /^([+-]?)([0-9]*)\.?([0-9]*)(.*)$/s.exec(text) ?? [];
  if (text === '' || (whole === '' && fraction === '') || !/^[eEinumkKMGTP]*[-+]?[0-9]*$/.test(suffix)) return { error: FORMAT_WRONG };
  const exponent = /^[eE]([-+]?[0-9]+)$/.exec(suffix);
  const decimal = DECIMAL.indexOf(suffix);
  const binary = suffix === '' ? -1 : BINARY.indexOf(suffix);
  if (!exponent && decimal < 0 && binary < 0) return { error: "unable to parse quantity's suffix" };

  let nanos = BigInt(`${whole}${fraction}` || '0') * NANO;
  let divisor = 10n ** BigInt(fraction.length);
  const power = exponent ? Number(exponent[1]) : (decimal - 3) * 3;
  if (binary >= 0) nanos *= 1024n ** BigInt(binary);
  else if (power >= 0) nanos *= 10n ** BigInt(Math.min(power, 100));
  else divisor *= 10n ** BigInt(Math.min(-power, 100));
  nanos = (nanos + divisor - 1n) / divisor;
  if (nanos === 0n) return { quantity: '0' };

  const minus = sign === '-' ? '-' : '';
  if (binary > 0 && nanos % NANO === 0n && nanos >= 1024n * NANO) {
    let units = nanos / NANO;
    let step = 0;
    while (units % 1024n === 0n && step < BINARY.length - 1) {
      units /= 1024n;
      step += 1;
    }
    return { quantity: `${minus}${units}${BINARY[step] as string}` };
  }
  let step = 0;
  while (nanos % 1000n === 0n && step < DECIMAL.length - 1) {
    nanos /= 1000n;
    step += 1;
  }
  const unit = exponent ? (step === 3 ? '' : `e${(step - 3) * 3}`) : (DECIMAL[step] as string);
  return { quantity: `${minus}${nanos}${unit}` };
}

/** What a quantity (`100m`, `1Gi`, `2e3`) is worth as a number, exact enough to compare two of them; `undefined` if it is none. */
export function quantityValue(text: string): number | undefined {
  const [, number, suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+))((?:[KMGTPE]i|[numkMGTPE])?|[eE][-+]?\d+)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  if (suffix.endsWith('i')) return Number(number) * 1024 ** BINARY.indexOf(suffix);
  return Number(number) * Number(`1${DECIMAL.includes(suffix) ? `e${(DECIMAL.indexOf(suffix) - 3) * 3}` : suffix}`);
}
