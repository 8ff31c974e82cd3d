import type { RealClusterWords } from './real-cluster-words.ts';

/** Words for the way to a real cluster. */
export const realClusterEn: RealClusterWords = {
  link: 'On a real cluster',
  title: (exercise) => `On a real cluster: ${exercise}`,
  lead: 'The same exercise on a cluster of your own. One script makes the cluster, applies what is given, and tries each check with kubectl, curl and dig.',
  needs: 'You need bash, Docker, kubectl, curl and kind. With minikube, the head of the script says what takes the place of the first and the last step.',
  download: 'Download the script',
  steps: 'In this order',
  differsTitle: 'What is different there',
  differs: {
    always:
      'Addresses of Pods and nodes, names of nodes and the outside world are those of your cluster. Where the manifests say node-a, node-b and node-c, the script writes the names of your nodes.',
    site: 'The page has the settings of a cloud here, such as a search domain of the nodes. kind and minikube have not.',
    loadBalancer: 'The page has a controller of load balancers. kind needs cloud-provider-kind for that, minikube its command minikube tunnel.',
    images: 'The page has images of its own here, which no registry has. Pods that use them do not start.',
    beyond:
      'The hosts beyond the cluster that the manifests name are there in the page only. For the recording below, stand-ins with the same names and addresses were put into the network.',
    hairpin:
      'In the page a Pod does not reach itself through its Service. With most network plugins it does; for the recording below, such packets were dropped on every node.',
  },
  checks: 'The checks as commands',
  checksLead:
    'Each is one line of bash, which ends with status 0 when the check holds. The site’s tests run every line in the simulator, for right answers and for wrong ones.',
  changes: 'changes the cluster for a while, and puts it back',
  none: 'The script checks nothing of this exercise; each check below says why. The manifests are worth trying all the same.',
  recorded: (programs, right, wrong, isAlike) =>
    `Recorded on the real programs (${programs}): of the checks that can be tried there, ${right} held for a right answer and ${wrong} for a wrong one. ${isAlike ? 'The page says the same of each.' : 'Where the page says otherwise, the check below tells why.'}`,
  recordedSeen: 'The commands of both answers were typed there, and the grader of the page read what they printed.',
  notRecorded: 'Not recorded on the real programs:',
  back: 'To the exercise',
  script: {
    what: 'An exercise of Minato for a cluster of your own. Needs bash, docker, kubectl, curl and kind.',
    up: 'makes a cluster with kind',
    begin: 'applies what is given, and writes your files into a folder',
    check: 'tries the checks; repeat as often as you like',
    down: 'deletes the cluster',
    minikube: (name) =>
      `With minikube, in place of up: minikube start --nodes 4${name === undefined ? '' : ` && bash ${name}.sh tools && minikube image build --all -t debug-tools:1 ${name}`}. In place of down: minikube delete.`,
    nodes: 'The manifests name node-a, node-b and node-c: your nodes take their places.',
    context: 'Checks delete Pods and empty nodes: only on a cluster made for that.',
    elsewhere: (context, script) =>
      `The current context of kubectl is '${context}', no cluster of kind or minikube. Nothing was done. If it is meant: MINATO_CONTEXT='${context}' bash ${script}.sh ...`,
    fewNodes: 'Three nodes are needed besides the control plane. up makes them.',
    mine: 'A file that you have edited is kept under another name.',
    kept: (file, copy) => `${file} had changes of yours: they are in ${copy} now.`,
    settles: (seconds) => `Waiting ${seconds} s for the Pods to start.`,
    waits: (seconds) => `about ${seconds} s:`,
    interrupted: 'Interrupted. What a check had changed may not be put back: run begin again.',
    begun: (folder) => `Ready. Work in ${folder}/, apply with kubectl apply -f, then check.`,
    passed: 'passed:',
    failed: 'not yet:',
    skipped: 'on the page only:',
    reasons: {
      'answered-on-the-page': 'it asks for an answer',
      'seen-on-the-page': 'it asks what you have looked at',
      'every-moment': 'it must hold at every moment of a change, and a script looks only now and then',
      'other-proxy-mode': 'it asks for the same cluster with kube-proxy in another mode',
      'a-cloud': 'it asks what the controller of a cloud makes of a Service',
      'server-without-name': 'the server does not say which Pod it is',
      'outside-world': 'it needs names, addresses or places beyond the cluster that only the page has',
      'takes-too-long': 'it waits for longer than a check should take',
      'no-way-back': 'the script could not put back what it changes',
    },
  },
};
