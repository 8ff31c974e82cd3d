// Models the setup of CoreDNS v1.14.7: core/dnsserver (register.go, address.go) and plugin.cfg.
import { SETUPS } from './corefile-directives.ts';
import type { Block, Corefile } from './corefile-settings.ts';
import { CorefileError, Dispenser, parseCorefile, type ServerBlock } from './corefile-syntax.ts';
import { zonesOfKey, type Around } from './corefile-words.ts';

/** Every directive there is, in the order in which plugins are asked (plugin.cfg), whatever the order in the Corefile. */
const DIRECTIVES =
  'root metadata geoip cancel proxyproto quic grpc_server https https3 timeouts multisocket reload nsid bufsize bind debug trace ready health pprof shed prometheus errors log dnstap local dns64 any chaos loadbalance tsig rewrite autopath acl cache header dnssec tls minimal template transfer hosts route53 azure clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view nomad'.split(
    ' ',
  );

/** What a Corefile sets up. Throws `CorefileError` in CoreDNS's words. */
export function setUp(text: string, around: Around): Corefile {
  const parsed = parseCorefile(text, DIRECTIVES);
  const corefile: Corefile = { blocks: parsed.map(({ keys }) => ({ zones: keys.flatMap(zonesOfKey) })), passedOver: [], warnings: [] };
  for (const name of DIRECTIVES) {
    parsed.forEach(({ directives }: ServerBlock, at) => {
      const tokens = directives.get(name);
      if (!tokens) return;
      const setup = SETUPS[name];
      if (!setup) return void corefile.passedOver.push(name);
      try {
        setup({ words: new Dispenser(tokens), block: corefile.blocks[at] as Block, corefile, around });
      } catch (error) {
        if (!(error instanceof CorefileError)) throw error;
        throw new CorefileError(`plugin/${name}: ${error.message}`);
      }
    });
  }
  const served = new Set<string>();
  for (const { zones } of corefile.blocks)
    for (const { name, port } of zones) {
      const address = `dns://${name}:${port}`;
      if (served.has(address)) throw new CorefileError(`cannot serve ${address} - it is already defined`);
      served.add(address);
    }
  return corefile;
}
