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
    ...Object.entries(starter).map(([file, text]) => hereDocument(`${file}`, text)),
  ];
  // What changes the cluster comes last: a Service that was made again is another one.
  const compiled = commands.checks.filter((command) => 'line' in command).sort((a, b) => Number(a.changes) - Number(b.changes));
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
${indented(commands.places.join('\n'))}
  CLIENT_ADDRESS=\${CLIENT_ADDRESS:-$(ip -4 route get "$ADDRESS_A" | sed -n 's/.* src \\([0-9.]*\\).*/\\1/p')}
}

# ${words.nodes}
apply() { sed -E -e "s/(^|[^a-z0-9-])node-a($|[^a-z0-9-])/\\1$NODE_A\\2/g" -e "s/(^|[^a-z0-9-])node-b($|[^a-z0-9-])/\\1$NODE_B\\2/g" -e "s/(^|[^a-z0-9-])node-c($|[^a-z0-9-])/\\1$NODE_C\\2/g" "$1" | kubectl apply -f -; }

${needsTools ? `tools() {\n  mkdir -p "$folder"\n${hereDocument('"$folder/Dockerfile"', DEBUG_TOOLS)}}\n\n` : ''}up() {
  mkdir -p "$folder" && cd "$folder" || exit 1
${hereDocument('kind.yaml', kind)}  kind create cluster --name "$cluster" --config kind.yaml || exit 1
${needsTools ? `  cd .. && tools && docker build -t debug-tools:1 "$folder" && kind load docker-image debug-tools:1 --name "$cluster" || exit 1\n` : ''}}

begin() {
  places
${zones.map((zone, index) => `  kubectl label node "$NODE_${'ABC'[index] ?? ''}" topology.kubernetes.io/zone=${zone} --overwrite\n`).join('')}  mkdir -p "$folder/given" "$folder/${SNAPSHOTS}" && cd "$folder" || exit 1
${files.join('')}  for file in given/*.yaml; do apply "$file"; done
  kubectl config set-context --current --namespace=${definition.cluster.namespace}
${definition.applyStarter && Object.keys(starter).length > 0 ? `  for file in *.yaml; do test "$file" = kind.yaml || apply "$file"; done\n` : ''}  sleep 20
${indented(commands.snapshots.join('\n'))}${commands.snapshots.length > 0 ? '\n' : ''}  echo ${shellQuoted(words.begun(name))}
}

one() {
  if ( eval "$2" ); then echo "${words.passed} $1"; else echo "${words.failed} $1"; failed=1; fi
}

check() {
  places
  cd "$folder" || exit 1
  failed=0
${compiled.map(({ id, line }) => `  one ${shellQuoted(checks[id] ?? id)} ${shellQuoted(line)}\n`).join('')}${others.map(({ id, reason }) => `  echo ${shellQuoted(`${words.skipped} ${checks[id] ?? id}: ${words.reasons[reason]}`)}\n`).join('')}  exit "$failed"
}

down() { kind delete cluster --name "$cluster"; }

case \${1:-} in
  up |${needsTools ? ' tools |' : ''} begin | check | down) "$1" ;;
  *) sed -n '2,/^set/s/^# \\{0,1\\}//p' "$0"; exit 2 ;;
esac
`;
}
