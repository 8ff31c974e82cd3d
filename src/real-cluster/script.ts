import type { ExerciseDefinition } from '../exercise/exercise.ts';
import type { ScriptWords } from '../messages/real-cluster-words.ts';
import { SNAPSHOTS, type ExerciseCommands } from './exercise-commands.ts';

/** What a script is made of. */
export interface ScriptParts {
  readonly definition: ExerciseDefinition;
  /** The exercise's name, and of each check its sentence, as plain text. */
  readonly title: string;
  readonly checks: { readonly [id: string]: string };
  /** File name → text; applied in the order of names, what is given first. */
  readonly given: { readonly [file: string]: string };
  readonly starter: { readonly [file: string]: string };
  readonly commands: ExerciseCommands;
  readonly words: ScriptWords;
}

/** The name of an exercise's script, and of the folder it makes. */
export const scriptName = ({ id }: Pick<ExerciseDefinition, 'id'>): string => `minato-${id.toLowerCase()}`;

/** Programs of the image `debug-tools:1`, which no registry has: Debian 12 with what the course uses. */
const DEBUG_TOOLS = `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends bind9-dnsutils bind9-host ca-certificates curl iproute2 iputils-ping netcat-openbsd openssl tcpdump wget && rm -rf /var/lib/apt/lists/*
CMD ["sleep", "infinity"]
`;

/** A file in a here-document that nothing in it can end. */
function hereDocument(path: string, text: string): string {
  let mark = 'END';
  while (text.split('\n').includes(mark)) mark += '_';
  return `cat > ${path} <<'${mark}'\n${text.endsWith('\n') ? text : `${text}\n`}${mark}\n`;
}

/** Where the files stand as they are given, those in the folder itself are the learner's. */
const STARTERS = `${SNAPSHOTS}/start`;

/** Seconds in which the Pods of an exercise start. */
const SETTLING = 20;

/** Seconds that nobody waits in silence. */
const LONG = 10;

/** How long a line sleeps in all, where that is long. */
function waitOf(line: string): string {
  const seconds = [...line.matchAll(/\bsleep (\d+)/gu)].reduce((sum, [, one]) => sum + Number(one), 0);
  return seconds < LONG ? '' : ` ${seconds}`;
}

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const indented = (text: string): string => text.replace(/^(?=.)/gmu, '  ');

/** An exercise for a cluster of one's own, as one file of bash: it makes the cluster, applies what is given, checks, and takes all away again. */
export function realClusterScript({ definition, title, checks, given, starter, commands, words }: ScriptParts): string {
  const name = scriptName(definition);
  const { base = 'three-nodes', proxyMode } = definition.cluster;
  const zones = definition.cluster.zones === 'three' ? ['zone-a', 'zone-b', 'zone-c'] : ['zone-a', 'zone-a', 'zone-b'];
  const needsTools = Object.values({ ...given, ...starter }).some((text) => text.includes('debug-tools:1'));
  const mode = proxyMode ?? (base === 'iptables' ? 'iptables' : 'nftables');
  const addresses = base === 'dual-stack' ? 'ipFamily: dual' : 'serviceSubnet: 10.96.0.0/16';
  const kind = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: { kubeProxyMode: ${mode}, ${addresses} }
nodes: [{ role: control-plane }, { role: worker }, { role: worker }, { role: worker }]
`;
  const files = [
    ...Object.entries(given).map(([file, text]) => hereDocument(`given/${file}`, text)),
    ...Object.entries(starter).map(([file, text]) => hereDocument(`${STARTERS}/${file}`, text)),
  ];
  const own = Object.keys(starter);
  // What changes the cluster comes last: a Service that was made again is another one.
  const compiled = commands.checks.filter((command) => 'line' in command).sort((a, b) => Number(a.changes) - Number(b.changes));
  const asksForClient = compiled.some(({ line }) => line.includes('$CLIENT_ADDRESS'));
  const others = commands.checks.flatMap((command) => ('reason' in command ? [command] : []));
  return `#!/usr/bin/env bash
# ${definition.id} ${title}
# ${words.what}
#
#   bash ${name}.sh up      # ${words.up}
#   bash ${name}.sh begin   # ${words.begin}
#   bash ${name}.sh check   # ${words.check}
#   bash ${name}.sh down    # ${words.down}
#
# ${words.minikube(needsTools ? name : undefined)}
set -u -o pipefail
cluster=\${MINATO_CLUSTER:-minato}
folder=${name}

places() {
  # ${words.context}
  context=$(kubectl config current-context)
  case $context in
    kind-* | minikube | "$cluster" | "\${MINATO_CONTEXT:-kind-$cluster}") ;;
    *) echo "${words.elsewhere('${context}', name)}" >&2; exit 1 ;;
  esac
${indented(commands.places.join('\n'))}
  test -n "$NODE_C" || { echo ${shellQuoted(words.fewNodes)} >&2; exit 1; }
${asksForClient ? `  CLIENT_ADDRESS=\${CLIENT_ADDRESS:-$(ip -4 route get "$ADDRESS_A" 2> /dev/null | sed -n 's/.* src \\([0-9.]*\\).*/\\1/p')}\n` : ''}}

# ${words.nodes}
apply() { sed -E -e "s/(^|[^a-z0-9-])node-a($|[^a-z0-9-])/\\1$NODE_A\\2/g" -e "s/(^|[^a-z0-9-])node-b($|[^a-z0-9-])/\\1$NODE_B\\2/g" -e "s/(^|[^a-z0-9-])node-c($|[^a-z0-9-])/\\1$NODE_C\\2/g" "$1" | kubectl apply -f -; }

${needsTools ? `tools() {\n  mkdir -p "$folder"\n${hereDocument('"$folder/Dockerfile"', DEBUG_TOOLS)}}\n\n` : ''}up() {
  mkdir -p "$folder" && cd "$folder" || exit 1
${hereDocument('kind.yaml', kind)}  kind create cluster --name "$cluster" --config kind.yaml || exit 1
${needsTools ? `  cd .. && tools && docker build -t debug-tools:1 "$folder" && kind load docker-image debug-tools:1 --name "$cluster" || exit 1\n` : ''}}

${
  own.length === 0
    ? ''
    : `# ${words.mine}
keep() {
  n=1
  while test -e "$1.mine-$n"; do n=$((n + 1)); done
  mv "$1" "$1.mine-$n" && echo "${words.kept('${1}', '${1}.mine-${n}')}"
}

`
}begin() {
  places
${zones.map((zone, index) => `  kubectl label node "$NODE_${'ABC'[index] ?? ''}" topology.kubernetes.io/zone=${zone} --overwrite\n`).join('')}  for node in "$NODE_A" "$NODE_B" "$NODE_C"; do kubectl uncordon "$node" > /dev/null; done
  mkdir -p "$folder/given" "$folder/${STARTERS}" && cd "$folder" || exit 1
${files.join('')}${
    own.length === 0
      ? ''
      : `  for file in ${own.join(' ')}; do
    test ! -f "$file" || cmp -s "$file" "${STARTERS}/$file" || keep "$file" || exit 1
    cp "${STARTERS}/$file" "$file"
  done
`
  }  for file in given/*.yaml; do apply "$file"; done
  kubectl config set-context --current --namespace=${definition.cluster.namespace}
${definition.applyStarter && own.length > 0 ? `  for file in ${own.join(' ')}; do apply "$file"; done\n` : ''}  echo ${shellQuoted(words.settles(SETTLING))}
  sleep ${SETTLING}
${indented(commands.snapshots.join('\n'))}${commands.snapshots.length > 0 ? '\n' : ''}  echo ${shellQuoted(words.begun(name))}
}

one() {
  test -z "\${3:-}" || echo "${words.waits('${3}')} $1"
  if ( eval "$2" ); then echo "${words.passed} $1"; else echo "${words.failed} $1"; failed=1; fi
}

check() {
  places
  cd "$folder" || exit 1
  failed=0
  trap ${shellQuoted(`echo; echo ${shellQuoted(words.interrupted)}; exit 130`)} INT
${compiled.map(({ id, line }) => `  one ${shellQuoted(checks[id] ?? id)} ${shellQuoted(line)}${waitOf(line)}\n`).join('')}${others.map(({ id, reason }) => `  echo ${shellQuoted(`${words.skipped} ${checks[id] ?? id}: ${words.reasons[reason]}`)}\n`).join('')}  exit "$failed"
}

down() { kind delete cluster --name "$cluster"; }

case \${1:-} in
  up |${needsTools ? ' tools |' : ''} begin | check | down) "$1" ;;
  *) sed -n '2,/^set/s/^# \\{0,1\\}//p' "$0"; exit 2 ;;
esac
`;
}
