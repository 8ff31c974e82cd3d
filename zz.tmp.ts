import { parseManifests, TOLERANT_READER } from '/work/main/src/engine/yaml/parse-manifests.ts'; await TOLERANT_READER.load();
let t='ports:\n  - a: 1\n'+'    b: 1\n  c: 1\n'.repeat(4000); let s=performance.now(); console.log(parseManifests(t).flatMap(d=>d.problems).length, performance.now()-s);
t='\n'; s=performance.now(); parseManifests('- a: 1\n b: 1'); parseManifests(' - a\n- b\n\n'); parseManifests('\n  a\n b: 1\n'); console.log(performance.now()-s);
