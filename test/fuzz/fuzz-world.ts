import {
  createCluster,
  loadEveryPart,
  openSession,
  runCommand,
  settleCluster,
  type ClusterState,
  type CommandResult,
  type TerminalSession,
} from '../../src/engine/index.ts';

await loadEveryPart();

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: main, image: registry.k8s.io/e2e-test-images/agnhost:2.53, args: [netexec, --http-port=8080] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
`;

/** A small cluster with a Deployment behind a Service, and two shells on it: the operator's and the client's. */
export class FuzzWorld {
  readonly #given: ClusterState;
  #cluster: ClusterState;
  #sessions: TerminalSession[] = [];

  constructor() {
    const bare = settleCluster({ ...createCluster('three-nodes', 7), config: { ...createCluster('three-nodes', 7).config, mostPods: 100 } }).cluster;
    const session = openSession({ kind: 'operator' }, { 'file.yaml': MANIFEST });
    const applied = runCommand({ cluster: bare, session }, 'kubectl create namespace shop && kubectl apply -f file.yaml');
    if (applied.exitCode !== 0) throw new Error(applied.stderr);
    this.#given = settleCluster(applied.world.cluster).cluster;
    this.#cluster = this.#given;
    this.reset();
  }

  /** As it was given. */
  reset(): void {
    this.#cluster = this.#given;
    this.#sessions = [openSession({ kind: 'operator' }, { 'file.yaml': MANIFEST }), openSession({ kind: 'pod', namespace: 'default', pod: 'client' })];
  }

  /** Every third line goes to the Pod's shell; every fiftieth begins in a fresh world, so that a deleted cluster does not stay so. */
  run(line: string, number: number): CommandResult {
    if (number % 50 === 0) this.reset();
    const at = number % 3 === 0 ? 1 : 0;
    const result = runCommand({ cluster: this.#cluster, session: this.#sessions[at] as TerminalSession }, line);
    this.#cluster = result.world.cluster;
    this.#sessions[at] = result.world.session;
    return result;
  }
}
