import type { ExerciseBundle, ExerciseDefinition } from '../exercise/exercise.ts';
import { TASKLESS } from '../exercise/taskless.ts';
import { homeLabWords } from '../messages/home-lab.ts';
import type { Language } from '../messages/language.ts';

const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
`;

const FLOWERS = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: flowers
  namespace: shop
spec:
  replicas: 3
  selector:
    matchLabels: {app: flowers}
  template:
    metadata:
      labels: {app: flowers}
    spec:
      containers:
        - name: web
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, --http-port=8080]
---
apiVersion: v1
kind: Pod
metadata:
  name: storefront
  namespace: shop
  labels: {app: storefront}
spec:
  nodeName: node-a
  containers:
    - name: shell
      image: debug-tools:1
`;

const BROKEN = `apiVersion: v1
kind: Service
metadata:
  name: flowers
  namespace: shop
spec:
  selector:
    app: flower
  ports:
    - port: 80
      targetPort: 8080
`;

const definition: ExerciseDefinition = {
  ...TASKLESS,
  id: 'HOME',
  lesson: 'L02',
  kind: 'break-fix',
  misconceptions: ['M03'],
  seed: 7,
  cluster: { base: 'three-nodes', namespace: 'shop' },
  editable: ['flowers.yaml'],
  applyStarter: true,
  checks: [
    {
      id: 'answers',
      kind: 'http',
      from: 'shop/storefront',
      url: 'http://flowers/',
      status: 200,
      answeredBy: { namespace: 'shop', labels: { app: 'flowers' } },
    },
  ],
};

/** The home page's lab: one Service, one letter missing. */
export function homeExercise(language: Language): ExerciseBundle {
  return {
    slug: 'home',
    definition,
    words: homeLabWords(language),
    given: { '00-namespace.yaml': NAMESPACE, '10-flowers.yaml': FLOWERS },
    starter: { 'flowers.yaml': BROKEN },
    solutions: [],
  };
}
