import { expect, test } from 'vitest';
import { TemplateError } from '../../../../src/engine/terminal/kubectl/go-functions.ts';
import { readTemplate } from '../../../../src/engine/terminal/kubectl/go-template.ts';

const data = { metadata: { name: 'web', labels: { app: 'web', tier: 'front' } }, spec: { ports: [{ port: 80, name: 'http' }, { port: 443 }], text: 'd2Vi' } };

const run = (template: string): string => {
  try {
    return readTemplate(template, false, () => undefined)(data);
  } catch (error) {
    if (error instanceof TemplateError) return `! ${error.text}`;
    throw error;
  }
};

test.each<[template: string, printed: string]>([
  ['{{.metadata.name}}', 'web'],
  ['{{ .metadata.name }}{{"\\n"}}', 'web\n'],
  ['{{.metadata.nothing}}', '<no value>'],
  ['{{.a.b.c}}', '<no value>'],
  ['{{range .spec.ports}}{{.port}} {{end}}', '80 443 '],
  ['{{range $i, $p := .spec.ports}}{{$i}}:{{$p.port}},{{end}}', '0:80,1:443,'],
  ['{{range $k, $v := .metadata.labels}}{{$k}}={{$v}};{{end}}', 'app=web;tier=front;'],
  ['{{range .spec.none}}x{{else}}none{{end}}', 'none'],
  ['{{if .spec.ports}}yes{{else}}no{{end}}', 'yes'],
  ['{{if eq .metadata.name "api"}}a{{else if eq .metadata.name "web"}}b{{else}}c{{end}}', 'b'],
  ['{{with .metadata}}{{.name}}{{end}}', 'web'],
  ['{{index .metadata.labels "app"}} {{index .spec.ports 1 "port"}}', 'web 443'],
  ['{{(index .spec.ports 0).port}}', '80'],
  ['{{len .spec.ports}}', '2'],
  ['{{printf "%s-%d" .metadata.name 3}}', 'web-3'],
  ['{{.metadata.name | printf "<%s>"}}', '<web>'],
  ['{{.spec.text | base64decode}}', 'web'],
  ['{{$n := .metadata.name}}{{range .spec.ports}}{{$n}}:{{.port}} {{end}}', 'web:80 web:443 '],
  ['a {{- /* gone */ -}} b', 'ab'],
  ['{{if and .metadata (not .spec.none)}}both{{end}}', 'both'],
  ['{{.metadata.labels}}', 'map[app:web tier:front]'],
  ['{{range .spec.ports}}{{.port}}{{break}}{{end}}', '80'],
  // What text/template of Go 1.26 printed of each.
  ['{{printf "%*d|" 2000000 1}}', '%!(BADWIDTH)1|'],
  ['{{printf "%*d|" "a" 1}}', '%!(BADWIDTH)1|'],
  ['{{printf "%*d|"}}', '%!(BADWIDTH)%!d(MISSING)|'],
  ['{{printf "%*%|" 2000000}}', '%!(BADWIDTH)%|'],
  ['{{printf "%0*d|" -4 1}}', '1   |'],
  ['{{printf "%.*f|" 2000000 1.5}}', '%!(BADPREC)1.500000|'],
  ['{{printf "%.*f|" -1 1.5}}', '%!(BADPREC)1.500000|'],
  ['{{printf "a%99999999d b" 1}}', 'a%!(NOVERB)%!(EXTRA int=1)'],
  ['{{printf "%.99999999f b" 1.5}}', '%!(NOVERB)%!(EXTRA float64=1.5)'],
  ['{{len (printf "%2000000d|" 1)}}', '2000001'],
  ['{{len (printf "%.120f|%.120e" 1.5 1.5)}}', '249'],
  ['{{printf "%c %q" -1 1114112}}', "\ufffd '\ufffd'"],
])('%s', (template, printed) => {
  expect(run(template)).toBe(printed);
});

test.each<[template: string, why: string]>([
  ['{{.metadata.name', '! parse 1: unclosed action'],
  ['{{range .spec.ports}}', '! parse 1: unexpected EOF'],
  ['{{end}}', '! parse 1: unexpected {{end}}'],
  ['{{nope .x}}', '! parse 1: function "nope" not defined'],
  ['{{$x}}', '! parse 1: undefined variable "$x"'],
  // What the real kubectl said of each.
  ['{{.spec.ports.name}}', '! 1:7: executing "output" at <.spec.ports.name>: can\'t evaluate field name in type interface {}'],
  ['x {{$a := .spec}}{{$a.ports.foo.bar}}', '! 1:21: executing "output" at <$a.ports.foo.bar>: can\'t evaluate field foo in type interface {}'],
  ['{{range .spec.ports}}\n {{.port.x}}{{end}}', '! 2:8: executing "output" at <.port.x>: can\'t evaluate field x in type interface {}'],
  ['{{index .spec.ports 3}}', '! 1:2: executing "output" at <index .spec.ports 3>: error calling index: index out of range: 3'],
  ['{{len .x}}', '! 1:2: executing "output" at <len .x>: error calling len: reflect: call of reflect.Value.Type on zero Value'],
])('%s is refused', (template, why) => {
  expect(run(template)).toBe(why);
});
