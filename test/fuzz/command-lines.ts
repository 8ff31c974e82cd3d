/**
 * Command lines nobody would type, and some that are nearly right: words of kubectl and the tools put together by a
 * seed, cut, doubled and mixed with any character there is.
 */

/** A small seeded generator (mulberry32): the same seed gives the same lines on every machine. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const VERBS = words(
  'get describe explain apply create delete edit label annotate scale expose run exec logs port-forward rollout set wait diff patch replace api-resources api-versions auth cluster-info config cordon uncordon drain debug cp top version events completion help options kuberc nonsense',
);
const KINDS = words(
  'pods po pod svc services service deploy deployment deployments.apps rs ep endpoints endpointslices eps ns namespaces nodes no cm configmap secrets sa all ev events sts statefulsets ds jobs ing crd pod/web svc/web pods,services deploy/ /web pod/ bogus 日本',
);
const NAMES = words(
  'web web-a web-b client shop default kube-system node-a 10.96.0.10 127.0.0.1 ::1 web.default.svc.cluster.local. a.b.c x -- - . .. / ~ * ? [a] {a,b}',
);
const FLAGS = words(
  '-o -n -A -l -f -w -c -it -i -t -h --help -k -R --all --selector --output --namespace --all-namespaces --sort-by --field-selector --show-labels --no-headers --watch --image --port --target-port --type --replicas --from-literal --dry-run --grace-period --force --timeout --for --tail --since --restart --rm --command --overrides --patch -p --to-revision --revision --cascade --subresource --raw --template --v=9 -v= --as --token --context --request-timeout --chunk-size --limit -x -vv -zz --= --no-such-flag ---',
);
const VALUES = words(
  'yaml json wide name jsonpath={.items} jsonpath={.items[*].metadata.name} jsonpath={range jsonpath={.items[?(@.a==1)]} custom-columns=A:.metadata.name go-template={{.}} go-template={{range go-template={{index . 9}} client server none Orphan app=web app!=web app,notin app=() status.phase=Running 80 8080:80 0 -1 99999999999999999999 1e9 0x1f 10s 5m -5s .metadata.name .[ nginx registry.k8s.io/e2e-test-images/agnhost:2.53 a=b =b a= {"spec":{}} [{"op":"add"}] {} [] null file.yaml missing.yaml /etc/hosts /dev/null delete condition=Ready jsonpath={.a}=b',
);
const TOOLS = words(
  'dig host nslookup getent curl wget nc ping tcpdump openssl cat echo printf grep sed awk sort uniq wc cut head tail tr tee xargs env printenv sleep date seq test [ true false sh bash timeout watch ls cd pwd export unset set read eval exec source . trap wait kill type which id uname hostname ip ss mkdir rm touch cp mv base64 jq vi nl expand split fold od hexdump xxd shuf diff cmp join paste comm rev tac column md5sum stat traceroute telnet netstat route ifconfig',
);
const TOOL_ARGS = words(
  '+short +trace +noall +answer -x @10.96.0.10 -p 53 -t A AAAA SRV ANY -s -S -v -I -i -o /dev/null -w %{http_code} %{ -H Host:a -k --resolve a:80:1.2.3.4 --max-time 1 http://web/ http://web:8080/hostname https://web http:// :// file:///etc/hosts telnet://a -qO- -T -z -u -l -c 1 -W 1 -n -ni any port 53 host tcp[tcpflags]&tcp-syn!=0 ( ) s_client -connect web:443 -servername hosts ahosts s/a/b/ s/(/ s/a/\\1/g /a/d {print $1} {print BEGIN{while(0)} $0 NF -F, -k2 -r -nr --- %s %d %q \\n [[:alpha:]] ^( ** -E -P -o -f - -d -1 +2',
);
/** What stands behind an option that counts something. */
const COUNTS = words('0 1 -1 7 100 999999999 -999999999 4294967296 1e9 0x7fffffff 99999999999999999999 1.5 7k NaN');
const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const GLUE = [
  '|',
  '||',
  '&&',
  ';',
  '&',
  '>',
  '>>',
  '<',
  '2>&1',
  '2>/dev/null',
  '<<EOF',
  '<<<',
  '&>',
  '|&',
  '\n',
  '(',
  ')',
  '{',
  '}',
  '((',
  '))',
  '[[',
  ']]',
  '`',
  '$(',
  '${',
  '"',
  "'",
  '\\',
];
const SHELL = words(
  'if then else elif fi for while until do done case esac in function ! time $x $? $! $$ $0 $@ $* $# $1 ${x} ${x:-y} ${x#*} ${x%%/} ${x//a/b} ${#x} ${!x} ${x:1:2} $((1+1)) $((1/0)) $((x=1)) $(echo) `echo` x=1 x=$(date) A=B {1..3} {a..} ~root *.yaml !! #comment f() 1>&2 3<&0 break continue return exit local declare let select coproc',
);
const ODD = [
  '\0',
  '\u0001',
  '\u001b[31m',
  '\t',
  '\r',
  '\u00a0',
  '\u3000',
  'ｋｕｂｅｃｔｌ',
  '－',
  '“',
  '”',
  '‘',
  'é',
  '日本語',
  '🚢',
  '\ud83d',
  '\udea2',
  '\u202e',
  '\ufeff',
  '\uffff',
  '%00',
  '../../..',
  'A'.repeat(300),
  '((((((((',
  '$(((((',
  '[[[[[',
  '${${${',
  '-'.repeat(50),
];
const COMMON = ['kubectl', 'kubectl', 'kubectl', 'k'];

/** One line; about a third of them begin as something sensible would. */
export function commandLine(draw: (below: number) => number): string {
  const pick = (list: readonly string[]): string => list[draw(list.length)] ?? '';
  const many = (most: number, make: () => string): string => Array.from({ length: draw(most + 1) }, make).join(' ');
  const kubectl = (): string =>
    `${pick(COMMON)} ${pick(VERBS)} ${many(2, () => pick(KINDS))} ${many(2, () => pick(NAMES))} ${many(3, () => (draw(2) === 0 ? `${pick(FLAGS)} ${pick(VALUES)}` : `${pick(FLAGS)}=${pick(VALUES)}`))}`;
  const tool = (): string => `${pick(TOOLS)} ${many(4, () => pick(draw(3) === 0 ? NAMES : TOOL_ARGS))}`;
  const counted = (): string =>
    `${pick(TOOLS)} ${draw(4) === 0 ? `+tries=${pick(COUNTS)}` : `-${pick(LETTERS)} ${pick(COUNTS)}`} ${pick([...NAMES, '/etc/hosts'])}`;
  const soup = (): string => many(8, () => pick([SHELL, GLUE, TOOLS, VALUES, ODD, NAMES, FLAGS][draw(7)] as readonly string[]));
  const bytes = (): string => Array.from({ length: draw(40) }, () => String.fromCharCode(draw(8) === 0 ? draw(65_536) : draw(128))).join('');
  const part = (): string => [kubectl, kubectl, tool, tool, counted, soup, bytes][draw(7)]?.() ?? '';
  let line = part();
  for (let more = draw(3); more > 0; more--) line += ` ${pick(draw(2) === 0 ? GLUE : SHELL)} ${part()}`;
  // Damage: cut, double, replace a character, put quotes around.
  for (let more = draw(4); more > 0; more--) {
    const at = draw(line.length + 1);
    const to = Math.min(line.length, at + draw(6));
    switch (draw(5)) {
      case 0:
        line = line.slice(0, at) + line.slice(to);
        break;
      case 1:
        line = line.slice(0, to) + line.slice(at);
        break;
      case 2:
        line = line.slice(0, at) + pick(ODD) + line.slice(to);
        break;
      case 3:
        line = line.slice(0, at) + pick(GLUE) + line.slice(at);
        break;
      default:
        line = line.slice(0, at) + pick(SHELL) + line.slice(to);
    }
  }
  return line.slice(0, 2000);
}
