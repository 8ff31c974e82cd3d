import { describe, expect, it } from 'vitest';
import { createCluster, openSession, runCommand, settleCluster, type CommandResult, type Place } from '../../../src/engine/index.ts';

const GIVEN = `apiVersion: v1
kind: Pod
metadata: {name: web-b, labels: {app: web}}
spec: {nodeName: node-b, containers: [{name: c, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080, --udp-port=8081]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bb}
spec: {nodeName: node-b, containers: [{name: c, image: "busybox:1.37", command: [sleep, infinity]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: 10.96.70.1, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: nobody}
spec: {clusterIP: 10.96.70.4, selector: {app: nobody}, ports: [{port: 80}]}
`;

const applied = runCommand(
  { cluster: createCluster('three-nodes'), session: openSession({ kind: 'operator' }, { 'given.yaml': GIVEN }) },
  'kubectl apply -f given.yaml',
);
const cluster = settleCluster(applied.world.cluster).cluster;
const PLACES: { readonly [name: string]: Place } = {
  client: { kind: 'pod', namespace: 'default', pod: 'client' },
  bb: { kind: 'pod', namespace: 'default', pod: 'bb' },
  'web-b': { kind: 'pod', namespace: 'default', pod: 'web-b' },
  'node-b': { kind: 'node', node: 'node-b' },
  outside: { kind: 'host', host: 'outside' },
  '-': { kind: 'operator' },
};
const run = (place: string, line: string): CommandResult => runCommand({ cluster, session: openSession(PLACES[place] as Place) }, line);

// Measured with the real programs of Debian 12 in a network namespace, or recorded in cases traffic/* and dns/*.
describe('words and exit codes', () => {
  it.each([
    ['client', 'chmod', '', "chmod: missing operand\nTry 'chmod --help' for more information.\n", 1],
    ['client', 'chmod 9 /etc/hosts', '', "chmod: invalid mode: '9'\nTry 'chmod --help' for more information.\n", 1],
    ['client', 'chmod u+rwx,go= nofile', '', "chmod: cannot access 'nofile': No such file or directory\n", 1],
    // Volumes of settings are read-only (case faults/files-of-settings).
    [
      'client',
      'echo x > /var/run/secrets/kubernetes.io/serviceaccount/token',
      '',
      'sh: 1: cannot create /var/run/secrets/kubernetes.io/serviceaccount/token: Read-only file system\n',
      2,
    ],
    [
      'bb',
      'echo x >> /var/run/secrets/kubernetes.io/serviceaccount/new',
      '',
      "sh: can't create /var/run/secrets/kubernetes.io/serviceaccount/new: Read-only file system\n",
      1,
    ],
    ['client', 'printf abc | openssl dgst', 'SHA256(stdin)= ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n', '', 0],
    ['client', 'printf abc | openssl md5', 'MD5(stdin)= 900150983cd24fb0d6963f7d28e17f72\n', '', 0],
    ['client', 'printf abc | openssl base64', 'YWJj\n', '', 0],
    // A node's routes, and what ss and nc say: as the recorded clusters' own answer.
    [
      'node-b',
      "ip route | sed 's/veth.*/veth/'",
      'default via 192.168.49.1 dev eth0 \n10.244.0.0/24 via 192.168.49.2 dev eth0 \n10.244.1.2 dev veth\n10.244.1.3 dev veth\n10.244.2.0/24 via 192.168.49.4 dev eth0 \n192.168.49.0/24 dev eth0 proto kernel scope link src 192.168.49.3 \n',
      '',
      0,
    ],
    ['client', 'ss -tl | wc -l', '1\n', '', 0],
    ['web-b', 'ss -tl', '', 'minato: ss without -n is not simulated\n', 1],
    ['web-b', "ss -tln state listening | sed -n 's/ *$//; 2p'", '0      4096               *:8080            *:*\n', '', 0],
    ['web-b', 'ss -tln state established | wc -l', '1\n', '', 0],
    ['client', 'ss -tn state open', '', 'minato: ss state open is not simulated\n', 1],
    ['client', 'nc -s 192.0.2.1 -z web 80', '', 'nc: bind failed: Cannot assign requested address\n', 1],
    ['client', 'nc -s 10.244.0.3 -z web 80', '', '', 0],
    [
      'client',
      'ifconfig lo | head -n 4; ifconfig nope',
      'lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n        inet 127.0.0.1  netmask 255.0.0.0\n        inet6 ::1  prefixlen 128  scopeid 0x10<host>\n        loop  txqueuelen 1000  (Local Loopback)\n',
      'nope: error fetching interface information: Device not found\n',
      1,
    ],
    ['client', 'nc -l', '', 'nc: missing port number\n', 1],
    ['client', 'curl -sS --resolve web:80:999.1.1.1 http://web/', '', "curl: (49) Couldn't parse CURLOPT_RESOLVE entry 'web:80:999.1.1.1'\n", 49],
    ['client', `printf '# a\\nurl = "http://web/echo?msg=k"\\nsilent\\n' > c; curl -K c`, 'k', '', 0],
    ['bb', 'nslookup nosuch. | tail -n 2', "** server can't find nosuch.: NXDOMAIN\n\n", '', 0],
    ['bb', 'nc web 80 < /dev/null', '', '', 0],
    ['client', 'host -c ZZ web', '', 'host: invalid class: ZZ\n\n', 2],
    ['client', 'host -c CH -t TXT version.bind.', 'Host version.bind not found: 5(REFUSED)\n', '', 1],
    [
      'client',
      'host -v -t A nope. 10.96.0.10',
      'Trying "nope"\nUsing domain server:\nName: 10.96.0.10\nAddress: 10.96.0.10#53\nAliases: \n\nHost nope. not found: 3(NXDOMAIN)\n' +
        'Received 97 bytes from 10.96.0.10#53 in 0 ms\n'.repeat(2),
      '',
      1,
    ],
    [
      'client',
      'dig +yaml +noedns web.default.svc.cluster.local | grep -v -e time: -e id:',
      '- type: MESSAGE\n  message:\n    type: AUTH_RESPONSE\n    message_size: 92b\n    socket_family: INET\n    socket_protocol: UDP\n    response_address: "10.96.0.10"\n    response_port: 53\n    query_address: "0.0.0.0"\n    query_port: 0\n    response_message_data:\n      opcode: QUERY\n      status: NOERROR\n      flags: qr aa rd\n      QUESTION: 1\n      ANSWER: 1\n      AUTHORITY: 0\n      ADDITIONAL: 0\n      QUESTION_SECTION:\n        - \'web.default.svc.cluster.local. IN A\'\n      ANSWER_SECTION:\n        - \'web.default.svc.cluster.local. 30 IN A 10.96.70.1\'\n',
      '',
      0,
    ],
    ['client', 'dig +yaml +time=1 +tries=1 @10.96.70.1 web', '- type: DIG_ERROR\n  message: |\n    no servers could be reached\n', '', 9],
    ['client', 'dig +yaml +short web.default.svc.cluster.local | tail -2', '      ADDITIONAL: 1\n10.96.70.1\n', '', 0],
    [
      '-',
      'kubectl create secret docker-registry hashed --docker-username=anna --docker-password=pw --append-hash --dry-run=client -o name',
      'secret/hashed-hk4g975gk2\n',
      '',
      0,
    ],
    ['client', 'dig -4 -6 web', '', 'dig: only one of -4 and -6 allowed\n', 1],
    ['client', 'sleep 5 & kill %1', '', 'sh: 1: kill: No such process\n\n', 1],
    ['-', 'f() { nosuch; echo ${x:?oops}; }; f', '', 'environment: line 1: nosuch: command not found\nenvironment: line 1: x: oops\n', 127],
    ['-', '(: ${x:?y}); echo $?; set -u; echo $1', '1\n', 'bash: line 1: x: y\nbash: line 1: $1: unbound variable\n', 127],
    ['-', 'x=abab; echo "${x//b/[&]}" ${x/a/\\&}; unset a-b; kill -0 $$; echo $?', 'a[b]a[b] &bab\n0\n', '', 0],
    ['-', 'exec 3>f; exec 3>&-; echo a >&3; kill -z 1', '', 'bash: line 1: 3: Bad file descriptor\nbash: line 1: kill: z: invalid signal specification\n', 1],
    ['client', "set -x; [ 'a b' = '' ]", '', '+ [ a b =  ]\n', 1],
    ['client', "echo '\\x41\\0101'; eval nosuch; . nosuch; echo never", '\\x41A\n', 'sh: 1: eval: nosuch: not found\nsh: 1: .: nosuch: not found\n', 2],
    ['client', 'exit -1', '', 'sh: 1: exit: Illegal number: -1\n', 2],
    ['-', 'seq 12 > a; seq 3 > b; wc -lw < a; wc -l a b', '12 12\n12 a\n 3 b\n15 total\n', '', 0],
    ['-', 'printf abc | sha1sum', 'a9993e364706816aba3e25717850c26c9cd0d89d  -\n', '', 0],
    ['client', 'kill %3', '', 'sh: 1: kill: No such job: %3\n', 2],
    ['client', 'LOCALDOMAIN= getent hosts web', '', '', 2],
    ['client', 'LOCALDOMAIN=default.svc.cluster.local getent hosts web', '10.96.70.1      web.default.svc.cluster.local\n', '', 0],
    ['client', "tr '\\0' '\\n' < /proc/1/environ | grep -c KUBERNETES_SERVICE_HOST", '1\n', '', 0],
    ['client', 'sleep --bogus', '', "sleep: unrecognized option '--bogus'\nTry 'sleep --help' for more information.\n", 1],
    ['client', 'sleep 1 -q x', '', "sleep: invalid option -- 'q'\nTry 'sleep --help' for more information.\n", 1],
    ['client', 'sleep -- 0 -q', '', "sleep: invalid time interval '-q'\nTry 'sleep --help' for more information.\n", 1],
    ['client', 'sleep --', '', '', 0],
    ['client', 'printf ab > a; printf ac > b; cmp a b', 'a b differ: char 2, line 1\n', '', 1],
    ['bb', 'cmp a b', '', 'minato: cmp is not simulated\n', 1],
    ['bb', 'od a', '', 'minato: od is not simulated\n', 1],
    ['bb', 'hexdump a', '', 'minato: hexdump is not simulated\n', 1],
    ['bb', 'xxd a', '', 'minato: xxd is not simulated\n', 1],
    ['bb', 'split a', '', 'minato: split is not simulated\n', 1],
    ['bb', 'expand a', '', 'minato: expand is not simulated\n', 1],
    ['bb', 'type select', 'select: not found\n', '', 127],
    ['bb', 'sleep --bogus', '', "sleep: invalid number '--bogus'\n", 1],
    [
      'client',
      "curl -s 'http://web/shell?cmd=hostname%20%26%26%20ls%20/nosuch'",
      '{"error":"exit status 2","output":"web-b\\nls: cannot access \'/nosuch\': No such file or directory\\n"}',
      '',
      0,
    ],
    ['client', 'curl -s -d \'shellCommand=echo "<a>"\' http://web/shell', '{"output":"\\u003ca\\u003e\\n"}', '', 0],
    ['client', 'curl -sS -m 2 http://10.96.70.99/', '', 'curl: (28) Connection timed out after 2001 milliseconds\n', 28],
    [
      'client',
      'curl -sS --connect-timeout 1 http://10.96.70.99/',
      '',
      'curl: (28) Failed to connect to 10.96.70.99 port 80 after 1001 ms: Timeout was reached\n',
      28,
    ],
    ['client', 'curl -sS http://nobody/', '', "curl: (7) Failed to connect to nobody port 80 after 0 ms: Couldn't connect to server\n", 7],
    ['client', 'curl -sS http://wbe/', '', 'curl: (6) Could not resolve host: wbe\n', 6],
    ['client', 'curl -sS http://web:99999/', '', 'curl: (3) URL using bad/illegal format or missing URL\n', 3],
    ['client', 'curl -sS foo://web', '', 'curl: (1) Protocol "foo" not supported or disabled in libcurl\n', 1],
    ['client', 'curl -sS -X', '', "curl: option -X: requires parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n", 2],
    ['client', 'curl -sS --nope http://web', '', "curl: option --nope: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n", 2],
    [
      'client',
      'curl -sS --max-time soon http://web',
      '',
      "curl: option --max-time: expected a proper numerical parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
      2,
    ],
    ['client', 'curl -sSf http://external.example.com/ -H "Host: x"', '', 'curl: (22) The requested URL returned error: 404\n', 22],
    ['client', 'curl -sS http://web/hostname http://web/hostname', 'web-bweb-b', '', 0],
    ['-', 'curl -sS https://external.example.com/ 2>&1 | head -1', 'curl: (60) SSL certificate problem: unable to get local issuer certificate\n', '', 0],
    ['client', 'wget -q -T 1 -t 1 http://10.96.70.99/', '', '', 4],
    ['client', 'wget -qO- http://web/hostname', 'web-b', '', 0],
    ['bb', 'wget -q -O - http://nobody/', '', "wget: can't connect to remote host (10.96.70.4): Connection refused\n", 1],
    ['bb', 'wget -q -T 1 http://10.96.70.99/', '', 'wget: download timed out\n', 1],
    ['bb', 'wget -q http://wbe/', '', "wget: bad address 'wbe'\n", 1],
    ['client', 'nc -z -v -w 1 web 80', '', 'Connection to web (10.96.70.1) 80 port [tcp/http] succeeded!\n', 0],
    ['client', 'nc -z -v -w 1 web 81', '', 'nc: connect to web (10.96.70.1) port 81 (tcp) failed: Connection refused\n', 1],
    ['client', 'nc -z -v -w 1 10.96.70.99 80', '', 'nc: connect to 10.96.70.99 port 80 (tcp) timed out: Operation now in progress\n', 1],
    ['client', 'getent hosts web', '10.96.70.1      web.default.svc.cluster.local\n', '', 0],
    ['client', 'getent ahostsv4 web', '10.96.70.1      STREAM web.default.svc.cluster.local\n10.96.70.1      DGRAM  \n10.96.70.1      RAW    \n', '', 0],
    ['client', 'getent hosts wbe', '', '', 2],
    ['client', 'dig +short web.default.svc.cluster.local wbe.default.svc.cluster.local', '10.96.70.1\n', '', 0],
    [
      'client',
      'dig +foo web',
      '',
      'Invalid option: +foo\nUsage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n            {global-d-opt} host [@local-server] {local-d-opt}\n            [ host [@local-server] {local-d-opt} [...]]\n\nUse "dig -h" (or "dig -h | more") for complete list of options\n',
      1,
    ],
    ['client', 'timeout 2 tcpdump -n -i eth0 port 53 2>&1 | tail -3', '0 packets captured\n0 packets received by filter\n0 packets dropped by kernel\n', '', 0],
    ['client', 'ps --nope-flag >/dev/null; strace ls', '', 'minato: strace is not simulated\n', 1],
    ['client', 'nosuch', '', 'sh: 1: nosuch: not found\n', 127],
  ])('%s$ %s', (place, line, stdout, stderr, exitCode) => {
    const result = run(place, line);
    expect({ stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode }).toEqual({ stdout, stderr, exitCode });
  });
});

describe('what curl -v shows', () => {
  it('names every step of an answered request', () => {
    expect(run('client', 'curl -sv http://web/hostname').stderr).toMatch(
      /^\* {3}Trying 10\.96\.70\.1:80\.\.\.\n\* Connected to web \(10\.96\.70\.1\) port 80 \(#0\)\n> GET \/hostname HTTP\/1\.1\r\n> Host: web\r\n> User-Agent: curl\/7\.88\.1\r\n> Accept: \*\/\*\r\n> \r\n< HTTP\/1\.1 200 OK\r\n< Date: [^\r]+\r\n< Content-Length: 5\r\n< Content-Type: text\/plain; charset=utf-8\r\n< \r\n\{ \[5 bytes data\]\n\* Connection #0 to host web left intact\n$/,
    );
  });

  it('and every step of a refused one', () => {
    expect(run('client', 'curl -sv http://nobody/').stderr).toBe(
      "*   Trying 10.96.70.4:80...\n* connect to 10.96.70.4 port 80 failed: Connection refused\n* Failed to connect to nobody port 80 after 0 ms: Couldn't connect to server\n* Closing connection 0\n",
    );
  });
});

describe('what a command leaves behind', () => {
  it('every question and every packet has a trace', () => {
    const { dns, packets } = run('client', 'curl -s http://web/');
    expect(dns.map(({ name, resolver, outcome }) => ({ name, resolver, outcome }))).toEqual([{ name: 'web', resolver: 'glibc', outcome: 'answered' }]);
    expect(packets.map(({ packet }) => `${packet.protocol} ${packet.destination.ip}:${packet.destination.port}`)).toEqual([
      'UDP 10.96.0.10:53',
      'UDP 10.96.0.10:53',
      'TCP 10.96.70.1:80',
    ]);
  });

  it('host tells of tries in vain as they come, two for each question, with the patience of resolv.conf', () => {
    const silence = ';; communications error to 10.96.99.99#53: timed out\n'.repeat(2);
    const { stdout, exitCode } = run(
      'client',
      "printf 'nameserver 10.96.99.99\\nnameserver 10.96.0.10\\noptions timeout:1\\n' > /etc/resolv.conf; a=$(date +%s); host web.default.svc.cluster.local; echo $(( $(date +%s) - a ))",
    );
    expect(stdout).toBe(`${silence}web.default.svc.cluster.local has address 10.96.70.1\n${silence}${silence}6\n`);
    expect(exitCode).toBe(0);
  });

  it('what is not simulated is a note with its parameters', () => {
    expect(run('client', 'dig +header-only example.com')).toMatchObject({
      exitCode: 1,
      stderr: 'minato: dig +header-only is not simulated\n',
      notSimulated: [{ id: 'tool-option', params: { option: 'dig +header-only' } }],
    });
  });
});

describe('addresses in sorted order of the tools', () => {
  it('grep, sort, sed and awk take what kubectl prints', () => {
    expect(run('-', "kubectl get svc --no-headers | awk '{print $1}' | sort -r | sed -n 1p | tr a-z A-Z").stdout).toBe('WEB\n');
  });
});

// Models containerd's default capabilities and the words of libpcap 1.10.3: not recorded.
describe('who may capture', () => {
  const pod = (settings: string, ofPod = '{}'): string => `apiVersion: v1
kind: Pod
metadata: {name: tools}
spec: {nodeName: node-a, securityContext: ${ofPod}, containers: [{name: c, image: "debug-tools:1", securityContext: ${settings}}]}
`;
  const capture = (manifest: string): CommandResult => {
    const { world } = runCommand({ cluster, session: openSession({ kind: 'operator' }, { 'tools.yaml': manifest }) }, 'kubectl apply -f tools.yaml');
    return runCommand(
      { cluster: settleCluster(world.cluster).cluster, session: openSession({ kind: 'pod', namespace: 'default', pod: 'tools' }) },
      'timeout 1 tcpdump -n port 53',
    );
  };
  it.each([
    ['root as it comes', pod('{}'), 124],
    ['all dropped, NET_RAW added', pod('{capabilities: {drop: [ALL], add: [NET_RAW]}}'), 124],
    ['privileged', pod('{privileged: true}'), 124],
    ['all dropped', pod('{capabilities: {drop: [ALL]}}'), 1],
    ['NET_RAW dropped', pod('{capabilities: {drop: [NET_RAW]}}'), 1],
    ['another user', pod('{runAsUser: 1000, capabilities: {add: [NET_RAW]}}'), 1],
    ['another user by the Pod', pod('{}', '{runAsUser: 1000}'), 1],
  ])('%s', (_, manifest, exitCode) => {
    const result = capture(manifest);
    expect(result.exitCode).toBe(exitCode);
    if (exitCode === 1)
      expect(result.stderr).toBe(
        "tcpdump: eth0: You don't have permission to perform this capture on that device\n(Attempt to create packet socket failed - CAP_NET_RAW may be required)\n",
      );
  });
});

// Recorded in cases traffic/a-scan-is-heard and faults/the-phone-book-is-closed; wait: faults/readiness-comes-and-goes.
describe('what cannot be had', () => {
  it.each([
    ['client', 'rm -f /etc/hosts', "rm: cannot remove '/etc/hosts': Device or resource busy\n"],
    ['bb', 'mv /etc/hosts /tmp/hosts', "mv: can't rename '/etc/hosts': Device or resource busy\n"],
    ['outside', 'rm /etc/hosts', ''],
    ['client', 'curl -sS "http://web/host name"', 'curl: (3) URL using bad/illegal format or missing URL\n'],
    ['bb', 'wget -q http://web:8o/', "wget: bad port '8o'\n"],
    ['bb', 'wget -q http:///x', "wget: bad address ''\n"],
    ['bb', 'nslookup -retry=x web', "nslookup: invalid number 'x'\n"],
    ['bb', 'nslookup -retry=0 web', 'nslookup: number 0 is not in 1..2147483647 range\n'],
    ['bb', 'nslookup -timeout=9999999 web', 'nslookup: number 9999999 is not in 1..2147483 range\n'],
    ['bb', 'nslookup -retry=100000000 web 192.0.2.1', 'minato: nslookup -retry=100000000 is not simulated\n'],
    ['client', 'nl -w 999999999 /etc/hosts', 'minato: nl -w 999999999 is not simulated\n'],
    ['client', 'expand -t 999999999 /etc/hosts', 'minato: expand -t 999999999 is not simulated\n'],
    ['client', 'expand -t -9 /etc/hosts', 'minato: expand -t -9 is not simulated\n'],
    ['client', 'split -a 999999999 /etc/hosts', 'minato: split -a 999999999 is not simulated\n'],
    ['client', 'dig +tries=4294967295 +time=1 web @192.0.2.1', 'minato: stopped: this would go on until Ctrl-C\n'],
    ['client', 'dig +tries=4294967295 -b 192.0.2.7 web', 'minato: stopped: a command may print at most 1000000 characters\n'],
    [
      '-',
      "kubectl wait pod/bb pod/web-b --for=jsonpath='{.metadata.labels.app}'=web --timeout=1s",
      'timed out waiting for the condition on pods/bb\ntimed out waiting for the condition on pods/web-b\n',
    ],
    ['-', "kubectl wait pod/web-b pod/bb --for=jsonpath='{.metadata.labels.app}'=web --timeout=1s", 'error: timed out waiting for the condition on pods/bb\n'],
  ])('%s: %s', (place, line, words) => expect(run(place, line).stderr).toBe(words));

  // client-go rest/request.go Name (v0.37.1), as in case kubectl-write/two-teams-one-service.
  it.each(['s/metadata:/meta:/', 's/name: a/name:/'])('an edited configuration without its name (%s) has nowhere to go', (edit) => {
    const made = `echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}' | kubectl apply -f -`;
    const { stderr } = run('-', `${made}; KUBE_EDITOR="sed -i '${edit}'" kubectl apply edit-last-applied cm/a`);
    expect(stderr).toMatch(/^A copy of your changes has been stored to ".*\.yaml"\nerror: resource name may not be empty\n$/u);
  });

  it('an edit in place leaves the hosts file of a Pod as it was', () => {
    const result = run('client', 'sed -i s/client/guest/ /etc/hosts; echo $?; tail -1 /etc/hosts');
    expect(result.stderr).toMatch(/^sed: cannot rename \/etc\/sed[0-9a-z]{6}: Device or resource busy\n$/);
    expect(result.stdout).toMatch(/^4\n.*\tclient\n$/);
  });
});
