const SCALE: { readonly [suffix: string]: number } = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** What a resource quantity (`100m`, `1Gi`, `2e3`) is worth, or `undefined`. Models apimachinery pkg/api/resource ParseQuantity (v0.37.1). */
export function quantityValue(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))((?:[KMGTPE]i|[numkMGTPE])?|[eE][-+]?\d+)$/.exec(text);
  if (!match) return undefined;
  const [, number, suffix = ''] = match;
  return /^[eE][-+]?\d/.test(suffix) ? Number(number + suffix) : Number(number) * (SCALE[suffix] as number);
}
