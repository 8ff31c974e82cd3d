// The commands of kubectl v1.37.1 in the order it adds them, with their aliases and flags (read from its own command objects).
import { parseFlagTable } from './flags.ts';

/** path | aliases | flags (`flags.ts` reads them; `-`: this command is not simulated, so its flags are not read). */
const ROWS = `
create||PFDVLMSR edit:b raw:s windows-line-endings:b
create namespace|ns|PDVMS
create quota|resourcequota|PDVMS hard:s scopes:s
create secret
create secret docker-registry||PDVMS append-hash:b docker-email:s docker-password:s docker-server:s=https://index.docker.io/v1/ docker-username:s from-file:l
create secret tls||PDVMS append-hash:b cert:s key:s
create secret generic||PDVMS append-hash:b from-env-file:l from-file:l from-literal:a type:s
create configmap|cm|PDVMS append-hash:b from-env-file:l from-file:l from-literal:a
create serviceaccount|sa|PDVMS
create service|svc
create service clusterip||PDVMS clusterip:s tcp:l
create service nodeport||PDVMS node-port:i tcp:l
create service loadbalancer||PDVMS tcp:l
create service externalname||PDVMS external-name:s! tcp:l
create deployment|deploy|PDVMS image:l! port:i=-1 replicas,r:i=1
create clusterrole||PDVMS aggregation-rule:s non-resource-url:l resource:l resource-name:a verb:l
create clusterrolebinding||PDVMS clusterrole:s! group:a serviceaccount:a user:a
create role||PDVMS resource:l resource-name:a verb:l
create rolebinding||PDVMS clusterrole:s group:a role:s serviceaccount:a user:a
create poddisruptionbudget|pdb|PDVMS max-unavailable:s min-available:s selector:s
create priorityclass|pc|PDVMS description:s global-default:b preemption-policy:s=PreemptLowerPriority value:i
create job||PDVMS from:s image:s
create cronjob|cj|PDVMS image:s! restart:s schedule:s!
create ingress|ing|PDVMS annotation:a class:s default-backend:s rule:a
create token||P audience:a bound-object-kind:s bound-object-name:s bound-object-uid:s duration:d
expose||PFDMSR cluster-ip:s external-ip:s labels,l:s load-balancer-ip:s name:s override-type:s=merge overrides:s port:s protocol:s selector:s session-affinity:s target-port:s type:s
run||PDMSRT annotations:a attach:b cascade:s=background~background command:b detach-keys:s=ctrl-p,ctrl-q env:a expose:b filename,f:l@ force:b grace-period:i=-1 image:s! image-pull-policy:s kustomize,k:s labels,l:s leave-stdin-open:b override-type:s=merge overrides:s pod-running-timeout:d=1m0s port:s privileged:b quiet,q:b recursive,R:b restart:s=Always rm:b stdin,i:b tty,t:b wait:b
set
set image||PFDLMR all:b local:b
set resources||PFDLMR all:b containers,c:s=* limits:s local:b requests:s
set selector||PDMR all:b filename,f:l local:b recursive,R:b=true resource-version:s
set subject||-
set serviceaccount|sa|PFDMR all:b local:b
set env||PFDLM all:b containers,c:s=* env,e:a from:s keys:l list:b local:b overwrite:b=true prefix:s resolve:b
explain||api-version:s max-depth:i output,o:s=plaintext recursive,R:b
get||PFLANC field-selector:s ignore-not-found:b label-columns,L:l output-watch-events:b raw:s server-print:b=true show-kind:b show-labels:b sort-by:s subresource:s watch,w:b watch-only:b
edit||PFVMSR output-patch:b subresource:s windows-line-endings:b
delete||FDLAT all:b cascade:s=background~background field-selector:s force:b grace-period:i=-1 ignore-not-found:b interactive,i:b now:b output,o:s raw:s wait:b=true
rollout
rollout history||PFL revision:i
rollout pause||PFLM
rollout resume||PFLM
rollout undo||PFDL to-revision:i
rollout status||FLT revision:i watch,w:b=true
rollout restart||PFLM
scale||PFDLRT all:b current-replicas:i=-1 replicas:i! resource-version:s
autoscale||PFDMRS cpu:s cpu-percent:i=-1@ max:i=-1! memory:s min:i=-1 name:s
certificate
certificate approve||-
certificate deny||-
cluster-info
cluster-info dump||-
top
top node|nodes,no|L no-headers:b show-capacity:b show-swap:b sort-by:s use-protocol-buffers:b=true
top pod|pods,po|LA containers:b field-selector:s no-headers:b show-swap:b sort-by:s sum:b use-protocol-buffers:b=true
cordon||DL
uncordon||DL
drain||DLTC delete-emptydir-data:b disable-eviction:b force:b grace-period:i=-1 ignore-daemonsets:b pod-selector:s skip-wait-for-delete-timeout:i
taint||PDVLM all:b overwrite:b
describe||FLAC show-events:b=true
logs||L all-containers:b all-pods:b container,c:s follow,f:b ignore-errors:b insecure-skip-tls-verify-backend:b limit-bytes:i max-log-requests:i=5 pod-running-timeout:d=20s prefix:b previous,p:b since:d since-time:s tail:i=-1 timestamps:b
attach||container,c:s detach-keys:s=ctrl-p,ctrl-q pod-running-timeout:d=1m0s quiet,q:b stdin,i:b tty,t:b
exec||container,c:s filename,f:l pod-running-timeout:d=1m0s quiet,q:b stdin,i:b tty,t:b
port-forward||address:l=localhost pod-running-timeout:d=1m0s
proxy||-
cp||container,c:s no-preserve:b retries:i
auth
auth can-i||AN list:b quiet,q:b subresource:s
auth reconcile||-
auth whoami||P
debug||arguments-only:b attach:b container,c:s copy-to:s custom:s env:a filename,f:l image:s image-pull-policy:s keep-annotations:b keep-init-containers:b=true keep-labels:b keep-liveness:b keep-readiness:b keep-startup:b profile:s=general quiet,q:b replace:b same-node:b set-image:a share-processes:b=true stdin,i:b target:s tty,t:b
events||PANC for:s types:l watch,w:b
diff||FLM concurrency:i=1 force-conflicts:b prune:b prune-allowlist:a server-side:b show-managed-fields:b show-secrets:b
apply||PFDVLMRT all:b cascade:s=background~background force:b force-conflicts:b grace-period:i=-1 openapi-patch:b=true overwrite:b=true prune:b prune-allowlist:a server-side:b subresource:s wait:b
apply view-last-applied||FL all:b output,o:s=yaml
apply set-last-applied||PFDR create-annotation:b
apply edit-last-applied||PFVMR windows-line-endings:b
patch||PFDMR local:b patch,p:s patch-file:s subresource:s type:s=strategic
replace||PFDVMST cascade:s=background~background force:b grace-period:i=-1 raw:s subresource:s wait:b
wait||PLA all:b field-selector:s filename,f:l for:a local:b recursive,R:b=true timeout:d=30s
kustomize||-
label||PFDLAMR all:b field-selector:s list:b local:b overwrite:b resource-version:s
annotate||PDLAMR all:b field-selector:s filename,f:l kustomize,k:s list:b local:b overwrite:b recursive,R:b=true resource-version:s
completion
alpha
config||kubeconfig:s
config view||allow-missing-template-keys:b=true flatten:b merge:b=true minify:b output,o:s=yaml raw:b show-managed-fields:b template:s
config set-cluster||certificate-authority:s embed-certs:b insecure-skip-tls-verify:b proxy-url:s server:s tls-server-name:s
config set-credentials||auth-provider:s auth-provider-arg:l client-certificate:s client-key:s embed-certs:b exec-api-version:s exec-arg:l exec-command:s exec-env:a password:s token:s username:s
config set-context||cluster:s current:b namespace,n:s user:s
config set||set-raw-bytes:b
config unset
config current-context
config use-context|use
config get-contexts||N output,o:s
config get-clusters
config get-users
config delete-cluster
config delete-context
config delete-user
config rename-context
plugin
plugin list||name-only:b
version||client:b output,o:s
api-versions
api-resources||N api-group:s cached:b categories:l namespaced:b=true output,o:s show-managed-fields:b sort-by:s verbs:l
options
kuberc||-
kuberc view||-
kuberc set||-
`;

/** One command of the tree. */
export interface CommandNode {
  /** `create service clusterip`; '' is kubectl itself. */
  readonly path: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly simulated: boolean;
  /** Read when first needed: most commands never run. */
  readonly flags: () => ReturnType<typeof parseFlagTable>;
  readonly children: readonly CommandNode[];
}

/** Words that suggest a command though they are not like its name. */
const SUGGEST: { readonly [word: string]: string } = { list: 'get', ls: 'get', rm: 'delete', remove: 'delete', stats: 'top', inspect: 'describe' };

function readTree(): CommandNode {
  const root = node('', '', '');
  for (const row of ROWS.trim().split('\n')) {
    const [path = '', aliases = '', flags = ''] = row.split('|');
    const words = path.split(' ');
    let parent = root;
    for (const word of words.slice(0, -1)) parent = parent.children.find(({ name }) => name === word) ?? parent;
    (parent.children as CommandNode[]).push(node(path, aliases, flags));
  }
  return root;
}

/** The whole tree of kubectl's commands. */
export const COMMAND_TREE = readTree();

function node(path: string, aliases: string, flags: string): CommandNode {
  let known: ReturnType<typeof parseFlagTable> | undefined;
  return {
    path,
    name: path.slice(path.lastIndexOf(' ') + 1),
    aliases: aliases ? aliases.split(',') : [],
    simulated: flags !== '-',
    flags: () => (known ??= parseFlagTable(flags === '-' ? '' : flags)),
    children: [],
  };
}

/** cobra's suggestions for an unknown word: names within two edits, names that begin so, and known synonyms. */
export function suggestionsFor(parent: CommandNode, word: string): string[] {
  const typed = word.toLowerCase();
  return parent.children
    .filter(({ name }) => distance(typed, name.toLowerCase()) <= 2 || name.startsWith(typed) || SUGGEST[typed] === name)
    .map(({ name }) => name);
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] as number;
}
