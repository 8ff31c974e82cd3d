/** What a resolver reads from /etc/resolv.conf (resolv.conf(5)). */
export interface ResolvConf {
  /** At most three; later ones are ignored as glibc and musl do. */
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly ndots: number;
  readonly timeoutSeconds: number;
  readonly attempts: number;
  /** Questions carry an OPT record. */
  readonly edns0: boolean;
  /** What glibc alone knows: TCP instead of UDP, and no question for an IPv6 address (`use-vc`, `no-aaaa`). */
  readonly useVC: boolean;
  readonly noAAAA: boolean;
}

/** The settings of a file's text; of several `search` (or `domain`) lines the last counts. */
export function parseResolvConf(text: string): ResolvConf {
  let searches: readonly string[] = [];
  const nameservers: string[] = [];
  const options = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (/^\s*[#;]/.test(line)) continue;
    const [keyword, ...words] = line.split(/\s+/).filter((word) => word !== '');
    if (keyword === 'nameserver' && words[0]) nameservers.push(words[0]);
    else if (keyword === 'search' || keyword === 'domain') searches = words.map((word) => (word === '.' ? '' : word.replace(/\.$/, '')));
    else if (keyword === 'options') for (const word of words) options.set(...(word.split(':', 2) as [string, string]));
  }
  const number = (name: string, missing: number, most: number): number => {
    const value = Number(options.get(name) ?? missing);
    return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : missing;
  };
  return {
    nameservers: nameservers.length > 0 ? nameservers.slice(0, 3) : ['127.0.0.1'],
    searches,
    ndots: number('ndots', 1, 15),
    timeoutSeconds: Math.max(1, number('timeout', 5, 30)),
    attempts: Math.max(1, number('attempts', 2, 5)),
    edns0: options.has('edns0'),
    useVC: options.has('use-vc'),
    noAAAA: options.has('no-aaaa'),
  };
}
