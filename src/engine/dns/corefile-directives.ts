// Models setup.go of each plugin of CoreDNS v1.14.7 that is named here.
import { patternOf, normal, rewriteRule, type RewriteRule } from './corefile-rewrite.ts';
import type { Block, CacheSettings, Fall, ForwardSettings, KubernetesSettings, LogRule, Setting, Template } from './corefile-settings.ts';
import { CorefileError, type Dispenser } from './corefile-syntax.ts';
import { durationOf, integerOf, upstreamsOf, webServer, zonesOfKey } from './corefile-words.ts';
import { fqdn, isBelow } from './name.ts';

const zonesOr = (args: readonly string[], { zones }: Block): string[] => (args.length > 0 ? args.flatMap(zonesOfKey) : zones).map(({ name }) => name);

const fallOf = (words: Dispenser): Fall => {
  const args = words.args();
  return args.length > 0 ? args.flatMap(zonesOfKey).map(({ name }) => name) : ['.'];
};

function once(words: Dispenser, use: () => void): void {
  words.next();
  use();
  if (words.next()) throw new CorefileError('this plugin can only be used once per Server Block');
}

const passedOver = (): void => undefined;

/** What each directive that is simulated sets up. Throws `CorefileError` in the plugin's words. */
export const SETUPS: { readonly [directive: string]: (setting: Setting) => void } = {
  // What changes nothing that the simulator has: limits, traces, sockets.
  bufsize: passedOver,
  cancel: passedOver,
  debug: passedOver,
  metadata: passedOver,
  multisocket: passedOver,
  root: passedOver,
  timeouts: passedOver,
  any({ block }) {
    block.any = true;
  },
  minimal({ block }) {
    block.minimal = true;
  },
  whoami({ words, block }) {
    words.next();
    if (words.nextArg()) throw words.argumentError();
    block.whoami = true;
  },
  errors({ words, block, corefile }) {
    once(words, () => {
      const args = words.args();
      if (args.length === 1 && args[0] !== 'stdout') throw words.error(`invalid log file: ${args[0]}`);
      if (args.length > 1) throw words.argumentError();
      while (words.nextBlock()) {
        if (words.value() !== 'stacktrace' && words.value() !== 'consolidate') throw words.syntaxError(`Unknown field ${words.value()}`);
        if (words.value() === 'consolidate') corefile.passedOver.push('errors consolidate');
        words.args();
      }
    });
    block.errors = true;
  },
  log({ words, block }) {
    const common = '{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}';
    const rules: LogRule[] = [];
    while (words.next()) {
      const args = words.args();
      let format = common;
      if (args.length > 1 && args.at(-1)?.includes('{'))
        format = (args.pop() as string).replaceAll('{common}', common).replaceAll('{combined}', `${common} "{>opcode}"`);
      const classes: string[] = [];
      while (words.nextBlock()) {
        if (words.value() !== 'class') throw words.error(`unknown property '${words.value()}'`);
        const named = words.args();
        if (named.length === 0) throw words.argumentError();
        const wrong = named.find((one) => !['all', 'success', 'denial', 'error'].includes(one));
        if (wrong !== undefined) throw new CorefileError(`invalid Class: ${wrong}`);
        classes.push(...named);
      }
      for (const scope of args.length > 0 ? args : ['.']) rules.push({ scope: fqdn(scope), format, classes: classes.length > 0 ? classes : ['all'] });
    }
    block.log = rules;
  },
  loadbalance({ words, block, corefile }) {
    while (words.next()) {
      const args = words.args();
      const [policy = 'round_robin'] = args;
      if (policy === 'weighted') corefile.passedOver.push('loadbalance weighted');
      else if (policy !== 'round_robin') throw new CorefileError(`unknown policy: ${policy}`);
      else if (args.length > 1) throw words.error(`unknown property for ${policy}`);
      while (words.nextBlock()) {
        if (words.value() !== 'prefer' && policy !== 'weighted') throw words.error(`unknown property '${words.value()}'`);
        corefile.passedOver.push(`loadbalance ${words.value()}`);
        words.args();
      }
    }
    block.loadbalance = true;
  },
  reload({ words, corefile }) {
    words.next();
    const args = words.args();
    if (args.length > 2) throw words.argumentError();
    const every = args[0] === undefined ? 30_000 : durationOf(args[0]);
    if (every < 2000) throw new CorefileError('interval value must be greater or equal to 2s');
    const jitter = args[1] === undefined ? 15_000 : durationOf(args[1]);
    if (jitter !== 0 && jitter < 1000) throw new CorefileError('jitter value must be 0 or greater or equal to 1s');
    corefile.reloadMs = every;
  },
  ready({ words, corefile }) {
    once(words, () => {
      const args = words.args();
      if (args.length > 1) throw words.argumentError();
      corefile.ready = webServer(args[0] ?? ':8181');
      while (words.nextBlock()) {
        if (words.value() !== 'monitor') throw words.error(`unknown property '${words.value()}'`);
        const monitor = words.args();
        if (monitor.length !== 1) throw words.argumentError();
        if (monitor[0] !== 'until-ready' && monitor[0] !== 'continuously') throw words.error(`monitor type '${monitor[0]}' not supported`);
      }
    });
  },
  health({ words, corefile }) {
    while (words.next()) {
      const args = words.args();
      if (args.length > 1) throw words.argumentError();
      let lameduckMs = 0;
      const server = webServer(args[0] ?? ':8080');
      while (words.nextBlock()) {
        if (words.value() !== 'lameduck') throw words.error(`unknown property '${words.value()}'`);
        const duration = words.args();
        if (duration.length !== 1) throw words.argumentError();
        try {
          lameduckMs = durationOf(duration[0] as string);
        } catch (error) {
          throw new CorefileError(`unable to parse lameduck duration value: '${duration[0]}' : ${(error as Error).message}`);
        }
      }
      corefile.health = { ...server, lameduckMs };
    }
  },
  prometheus({ words, corefile }) {
    once(words, () => {
      const args = words.args();
      if (args.length > 1) throw words.argumentError();
      corefile.prometheus = webServer(args[0] ?? 'localhost:9153');
      while (words.nextBlock()) {
        if (words.value() !== 'runtime_metrics' && words.value() !== 'tls') throw words.error(`unknown option: ${words.value()}`);
        words.args();
      }
    });
  },
  loop({ words, block }) {
    once(words, () => {
      if (words.nextArg()) throw words.argumentError();
    });
    block.loop = true;
  },
  rewrite({ words, block, corefile }) {
    const rules: RewriteRule[] = [];
    while (words.next()) {
      const args = words.args();
      if (args.length < 2) while (words.nextBlock()) args.push(words.value());
      const rule = rewriteRule(args);
      if (rule) rules.push(rule);
      else corefile.passedOver.push(`rewrite ${args.find((one) => !/^(stop|continue)$/i.test(one))}`);
    }
    block.rewrite = rules;
  },
  cache({ words, block, corefile }) {
    once(words, () => {
      const args = words.args();
      let seconds: number | undefined;
      if (/^[-+]?\d+$/.test(args[0] ?? '')) {
        seconds = Number(args.shift());
        if (seconds <= 0) throw new CorefileError(`cache TTL can not be zero or negative: ${seconds}`);
      }
      const cache: CacheSettings = {
        zones: zonesOr(args, block),
        success: { seconds: seconds ?? 3600, least: 5, except: [] },
        denial: { seconds: seconds ?? 1800, least: 5, except: [] },
        keepsTTL: false,
      };
      while (words.nextBlock()) {
        const word = words.value();
        const values = words.args();
        switch (word) {
          case 'success':
          case 'denial': {
            if (values.length === 0) throw words.argumentError();
            const [, ttl, least] = values.map(integerOf);
            if (ttl !== undefined && ttl <= 0) throw new CorefileError(`cache TTL can not be zero or negative: ${ttl}`);
            if (least !== undefined && least < 0) throw new CorefileError(`cache min TTL can not be negative: ${least}`);
            if (ttl !== undefined) cache[word].seconds = ttl;
            if (least !== undefined) cache[word].least = least;
            break;
          }
          case 'disable': {
            const [which = '', ...zones] = values;
            if (which === '') throw words.argumentError();
            if (which !== 'success' && which !== 'denial') throw new CorefileError('cache type for disable must be "success" or "denial"');
            cache[which].except = zones.length > 0 ? zones.map(normal) : ['.'];
            break;
          }
          case 'keepttl':
            cache.keepsTTL = true;
            break;
          case 'prefetch':
          case 'serve_stale':
          case 'serve_stale_policy':
          case 'servfail':
            corefile.passedOver.push(`cache ${word}`);
            break;
          default:
            throw words.argumentError();
        }
      }
      block.cache = cache;
    });
  },
  template({ words, block }) {
    const templates: Template[] = [];
    while (words.next()) {
      if (!words.nextArg()) throw words.argumentError();
      if (!['IN', 'ANY', 'CH', 'HS', 'CS', 'NONE'].includes(words.value())) throw words.error(`invalid query class ${words.value()}`);
      if (!words.nextArg()) throw words.argumentError();
      const qtype = words.value();
      if (!/^(A|AAAA|ANY|CNAME|MX|NS|PTR|SOA|SRV|TXT|CAA|HINFO|HTTPS|SVCB|NAPTR|DS|DNSKEY)$/.test(qtype)) throw words.error(`invalid RR class ${qtype}`);
      const zones = zonesOr(words.args(), block);
      const lists: { readonly [word: string]: string[] } = { match: [], answer: [], additional: [], authority: [] };
      let rcode = 'NOERROR';
      let fall: Fall = [];
      while (words.nextBlock()) {
        const word = words.value();
        if (lists[word]) {
          const args = words.args();
          if (args.length === 0) throw words.argumentError();
          if (word === 'match') args.forEach((one) => patternOf(one, () => words.error(`could not parse regex: ${one}`)));
          lists[word].push(...args);
        } else if (word === 'rcode') {
          if (!words.nextArg()) throw words.argumentError();
          rcode = words.value();
          if (!['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'].includes(rcode)) throw words.error(`unknown rcode ${rcode}`);
        } else if (word === 'fallthrough') fall = fallOf(words);
        else if (word === 'upstream' || word === 'ederror') words.args();
        else throw words.argumentError();
      }
      const { match = [], answer = [], additional = [], authority = [] } = lists;
      templates.push({ zones, qtype, patterns: match.length > 0 ? match : ['.*'], answer, additional, authority, rcode, fall });
    }
    block.template = templates;
  },
  hosts({ words, block, corefile, around }) {
    once(words, () => {
      const [path = '/etc/hosts', ...rest] = words.args();
      if (path !== '/etc/hosts' && around.read(path) === undefined) corefile.warnings.push(`[WARNING] plugin/hosts: File does not exist: ${path}`);
      const hosts = { zones: zonesOr(rest, block), path, ttl: 3600, reverse: true };
      const lines: string[] = [];
      let fall: Fall = [];
      while (words.nextBlock()) {
        const word = words.value();
        const args = words.args();
        if (word === 'fallthrough') fall = args.length > 0 ? args.flatMap(zonesOfKey).map(({ name }) => name) : ['.'];
        else if (word === 'no_reverse') hosts.reverse = false;
        else if (word === 'ttl') {
          if (args.length < 1) throw words.error('ttl needs a time in second');
          if (!/^[-+]?\d+$/.test(args[0] as string)) throw words.error('ttl needs a number of second');
          hosts.ttl = Number(args[0]);
          if (hosts.ttl <= 0 || hosts.ttl > 65535) throw words.error('ttl provided is invalid');
        } else if (word === 'reload') {
          if (args.length !== 1) throw words.error('reload needs a duration (zero seconds to disable)');
        } else if (fall.length > 0) throw words.error(`unknown property '${word}'`);
        else lines.push([word, ...args].join(' '));
      }
      block.hosts = { ...hosts, inline: lines.join('\n'), fall };
    });
  },
  kubernetes({ words, block, corefile }) {
    once(words, () => {
      const zones = zonesOr(words.args(), block);
      const primary = zones.find((zone) => !isBelow(zone, 'in-addr.arpa.') && !isBelow(zone, 'ip6.arpa.'));
      if (primary === undefined) throw new CorefileError('non-reverse zone name must be used');
      const settings: KubernetesSettings = { zones, primary, pods: 'disabled', namespaces: [], ttl: 5, fall: [], podNames: false, endpoints: true };
      while (words.nextBlock()) {
        const word = words.value();
        if (word === 'fallthrough') {
          settings.fall = fallOf(words);
          continue;
        }
        const args = words.args();
        switch (word) {
          case 'endpoint_pod_names':
          case 'noendpoints':
            if (args.length > 0) throw words.argumentError();
            settings[word === 'noendpoints' ? 'endpoints' : 'podNames'] = word !== 'noendpoints';
            break;
          case 'pods': {
            if (args.length !== 1) throw words.argumentError();
            const [mode = ''] = args;
            if (mode !== 'disabled' && mode !== 'insecure' && mode !== 'verified')
              throw new CorefileError(`wrong value for pods: ${mode},  must be one of: disabled, verified, insecure`);
            settings.pods = mode;
            break;
          }
          case 'namespaces':
            if (args.length === 0) throw words.argumentError();
            settings.namespaces = [...settings.namespaces, ...args];
            break;
          case 'ttl': {
            if (args.length === 0) throw words.argumentError();
            const ttl = integerOf(args[0] as string);
            if (ttl < 0 || ttl > 3600) throw words.error(`ttl must be in range [0, 3600]: ${ttl}`);
            settings.ttl = ttl;
            break;
          }
          case 'startup_timeout':
          case 'apiserver_qps':
          case 'apiserver_burst':
          case 'apiserver_max_inflight':
            break;
          case 'endpoint':
          case 'tls':
          case 'labels':
          case 'namespace_labels':
          case 'zonal':
          case 'ignore':
          case 'kubeconfig':
          case 'multicluster':
            corefile.passedOver.push(`kubernetes ${word}`);
            break;
          default:
            throw words.error(`unknown property '${word}'`);
        }
      }
      block.kubernetes = settings;
    });
  },
  forward({ words, block, corefile, around }) {
    const all: ForwardSettings[] = [];
    while (words.next()) {
      if (!words.nextArg()) throw words.argumentError();
      const [from] = zonesOfKey(words.value());
      const named = words.args();
      if (!from || named.length === 0) throw words.argumentError();
      const forward = { from: from.name, except: [] as readonly string[], tcp: false, policy: 'random' };
      while (words.nextBlock()) {
        const word = words.value();
        const args = words.args();
        if (FORWARD_WORDS[word] === undefined) throw words.error(`unknown property '${word}'`);
        if (FORWARD_WORDS[word] && args.length === 0) throw words.argumentError();
        if (word === 'except') forward.except = [...forward.except, ...args.flatMap(zonesOfKey).map(({ name }) => name)];
        else if (word === 'force_tcp' || word === 'prefer_udp') {
          if (args.length > 0) throw words.argumentError();
          forward.tcp ||= word === 'force_tcp';
        } else if (word === 'max_concurrent') {
          const most = integerOf(args[0] as string);
          if (most < 0) throw new CorefileError(`max_concurrent can't be negative: ${most}`);
        } else if (word === 'policy') {
          forward.policy = args[0] as string;
          if (!['random', 'round_robin', 'sequential'].includes(forward.policy)) throw words.error(`unknown policy '${args[0]}'`);
        } else if (/^(expire|max_age|health_check|read_timeout)$/.test(word)) durationOf(args[0] as string);
        else if (/^(next|failover|failfast_all_unhealthy_upstreams)$/.test(word)) corefile.passedOver.push(`forward ${word}`);
      }
      all.push({ ...forward, to: named.flatMap((one) => upstreamsOf(one, around)) });
      if (all.at(-1)?.to.length === 0) throw new CorefileError('no valid upstream addresses found');
    }
    block.forward = all;
  },
};

/** Properties of plugin/forward; true: they need an argument. */
const FORWARD_WORDS: { readonly [word: string]: boolean } = {
  except: true,
  max_fails: true,
  max_connect_attempts: true,
  health_check: true,
  force_tcp: false,
  prefer_udp: false,
  tls: false,
  tls_servername: true,
  expire: true,
  max_age: true,
  max_idle_conns: true,
  read_timeout: true,
  doh_method: true,
  policy: true,
  max_concurrent: true,
  next: true,
  next_on_nodata: false,
  failfast_all_unhealthy_upstreams: false,
  failover: true,
  resolver: true,
};
