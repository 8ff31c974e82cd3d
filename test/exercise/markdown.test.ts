import { expect, it } from 'vitest';
import { staysWhole } from '../../src/exercise/whole-names.ts';
import { toHTML } from '../../src/exercise/words.ts';

it('marks short code and names of nodes and zones, wherever they stand, to stay whole at the end of a line', async () => {
  expect(await toHTML('`web-a`は**node-b**に、`web`はzone-aと[node-c](x)にあります。')).toBe(
    '<p><code class="unbroken">web-a</code>は<strong><span class="unbroken">node-b</span></strong>に、<code>web</code>は<span class="unbroken">zone-a</span>と' +
      '<a href="x"><span class="unbroken">node-c</span></a>にあります。</p>',
  );
  expect(await toHTML('## The Pod on node-c [#third]')).toBe('<h2 id="third">The Pod on <span class="unbroken">node-c</span></h2>');
  expect(await toHTML('## Hand-made Endpoints [#second]')).toBe('<h2 id="second"><span class="unbroken">Hand-made</span> Endpoints</h2>');
  expect(await toHTML('a hand-made list, a multi-node-app')).toBe('<p>a hand-made list, a multi-node-app</p>');
});

it('keeps loanwords in a table whole, and lets them break in running text', async () => {
  const table = await toHTML('| 送り先のキー | `web-a` |\n| --- | --- |\n| クラスターのPod | zone-aのノード |');
  expect([...table.matchAll(/<span class="unbroken">(.*?)<\/span>/gu)].map(([, word]) => word)).toEqual(['キー', 'クラスター', 'zone-a', 'ノード']);
  expect(table).toContain('<td><span class="unbroken">クラスター</span>のPod</td>');
  expect(await toHTML('クラスターのPod')).toBe('<p>クラスターのPod</p>');
});

it('breaks longer code at its spaces, and an option behind its equals sign', async () => {
  expect(await toHTML('`kubectl create deployment cart --image=registry.k8s.io/e2e-test-images/agnhost:2.53`')).toContain(
    'cart <span class="unbroken">--image=</span>registry.k8s.io/',
  );
  expect(await toHTML('`kubectl exec late -- sh -c env`')).toBe(
    '<p><code>kubectl exec late <span class="unbroken">--</span> sh <span class="unbroken">-c</span> env</code></p>',
  );
  expect(await toHTML('```text\nkubectl apply -f 20-redis.yaml\n```')).toContain(
    '<code class="language-text">kubectl apply <span class="unbroken">-f</span> <span class="unbroken">20-redis.yaml</span>\n</code>',
  );
});

it.each([
  ['client-a', true],
  ['kind: Service', true],
  ['targetPort', false],
  ['kubectl get pods -o wide -A', false],
])('keeps %s whole: %s', (code, whole) => {
  expect(staysWhole(code)).toBe(whole);
});
