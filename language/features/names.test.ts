import { describe, expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { withCursor } from '../../testing/cursor.ts';
import { applyEdits } from '../../testing/marked-text.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { definitionAt } from './definition.ts';
import { highlightsAt, referencesAt } from './references.ts';
import { prepareRename, renameAt } from './rename.ts';

const common = `escalation: 1
name: common
version: 1.0.0
signals:
  confidence: { type: number }
  customer.tier: { type: string, enum: [free, pro] }
targets:
  support: { kind: human, onTimeout: supervisor }
  supervisor: { kind: agent }
payloads:
  handoff@1: { fields: { tier: customer.tier, amount: amount } }
`;
const one = `escalation: 1
name: one
version: 1.0.0
imports: [./common.escalation.yaml]
signals:
  amount: { type: number }
thresholds:
  low: 0.4
rules:
  - id: weak
    version: 2
    when:
      all: [confidence < thresholds.low, 'customer.tier == "pro"']
    decide: escalate
    to: support
    payload: handoff@1
    reason: Confidence {{ confidence }} is below {{ thresholds.low }}.
  - id: weak
    status: draft
    when: confidence < 0.1 && amount > 3
    decide: route
    to: supervisor
invariants:
  - id: never
    when: confidence < 0.1
    require: { to: [support, supervisor] }
`;
const two = `escalation: 1
name: two
version: 1.0.0
imports: [./common.escalation.yaml]
rules:
  - id: sure
    when: confidence > 0.9
    decide: continue
`;
const samples = `samples: 1
ruleset: ./one.escalation.yaml
cases:
  - name: a
    input: { confidence: 0.3, customer: { tier: pro } }
    expect: { rule: weak@2, to: support, payload: handoff@1, missing: [amount] }
  - name: b
    input:
      "confidence": 0.05
    expect: { rule: weak }
`;
const files = {
  'common.escalation.yaml': common,
  'one.escalation.yaml': one,
  'two.escalation.yaml': two,
  'one.samples.yaml': samples,
} as const;
type File = keyof typeof files;

const workspace = memoryWorkspace(files);
const projects = createQueries(workspace);

/** The position of the cursor mark in a line of a file; the line is found by its text without the mark. */
function place(file: File, marked: string): [string, { line: number; character: number }] {
  const { text, position } = withCursor(marked);
  const offset = files[file].indexOf(text);
  if (offset === -1) throw new Error(`${file} has no "${text}".`);
  const before = files[file].slice(0, offset).split('\n');
  return [
    workspace.uri(file),
    { line: before.length - 1, character: (before.at(-1)?.length ?? 0) + position.character },
  ];
}

/** `file:line` of each place, from one. */
function shown(places: readonly { uri: string; range: { start: { line: number } } }[]): string[] {
  return places
    .map(({ uri, range }) => `${uri.replace(/^.*\//, '').replace('.yaml', '')}:${range.start.line + 1}`)
    .sort();
}

describe('go to definition', () => {
  test.each<[File, string, string[]]>([
    ['one.escalation.yaml', 'all: [con‸fidence', ['common.escalation:5']],
    ['one.escalation.yaml', 'customer.t‸ier ==', ['common.escalation:6']],
    ['one.escalation.yaml', 'thresholds.lo‸w,', ['one.escalation:8']],
    ['one.escalation.yaml', '{{ thresholds.l‸ow }}', ['one.escalation:8']],
    ['one.escalation.yaml', 'to: sup‸port', ['common.escalation:8']],
    ['one.escalation.yaml', 'payload: hand‸off@1', ['common.escalation:11']],
    ['one.escalation.yaml', '[./com‸mon.escalation.yaml]', ['common.escalation:1']],
    ['common.escalation.yaml', 'onTimeout: super‸visor', ['common.escalation:9']],
    ['common.escalation.yaml', 'amount: am‸ount', ['one.escalation:6']],
    ['one.samples.yaml', 'rule: we‸ak@2', ['one.escalation:10']],
    ['one.samples.yaml', '{ rule: wea‸k }', ['one.escalation:10', 'one.escalation:18']],
    ['one.samples.yaml', 'missing: [amou‸nt]', ['one.escalation:6']],
    ['one.samples.yaml', '{ confi‸dence: 0.3', ['common.escalation:5']],
    ['one.samples.yaml', '{ ti‸er: pro', ['common.escalation:6']],
    ['one.samples.yaml', './one.esc‸alation.yaml', ['one.escalation:1']],
    ['one.escalation.yaml', 'name: o‸ne', []],
  ])('%s %s', async (file, marked, expected) => {
    expect(shown(await definitionAt(projects, ...place(file, marked)))).toEqual(expected);
  });
});

describe('references', () => {
  test('across imports, rule sets and samples, with and without the definition', async () => {
    const at = place('one.escalation.yaml', 'all: [con‸fidence');
    const uses = [
      'one.escalation:13',
      'one.escalation:17',
      'one.escalation:20',
      'one.escalation:25',
      'one.samples:5',
      'one.samples:9',
      'two.escalation:7',
    ];
    expect(shown(await referencesAt(projects, ...at, { withDefinition: false }))).toEqual(uses);
    expect(shown(await referencesAt(projects, ...at, { withDefinition: true }))).toEqual([
      'common.escalation:5',
      ...uses,
    ]);
  });

  test('the same from the definition and from a sample', async () => {
    const from = async (file: File, marked: string) =>
      shown(await referencesAt(projects, ...place(file, marked), { withDefinition: true }));
    const expected = await from('one.escalation.yaml', 'to: sup‸port');
    expect(expected).toEqual(['common.escalation:8', 'one.escalation:15', 'one.escalation:26', 'one.samples:6']);
    expect(await from('common.escalation.yaml', '  sup‸port: {')).toEqual(expected);
    expect(await from('one.samples.yaml', 'to: sup‸port')).toEqual(expected);
  });

  test('highlights stay in the file', async () => {
    const found = await highlightsAt(projects, ...place('one.escalation.yaml', 'thresholds.lo‸w,'));
    expect(found.map(({ range, defines }) => [range.start.line + 1, defines])).toEqual([
      [8, true],
      [13, false],
      [17, false],
    ]);
  });
});

describe('rename', () => {
  async function rename(file: File, marked: string, newName: string): Promise<Record<string, string> | string | null> {
    const renamed = await renameAt(projects, ...place(file, marked), newName);
    if (renamed === null || 'refused' in renamed) return renamed === null ? null : renamed.refused;
    const changed: Record<string, string> = {};
    for (const [name, text] of Object.entries(files)) {
      const edits = renamed.edits.filter(each => each.uri === workspace.uri(name));
      const result = applyEdits(text, edits);
      const lines = result.split('\n').filter((line, index) => line !== text.split('\n')[index]);
      if (lines.length > 0) changed[name] = lines.map(line => line.trim()).join(' | ');
    }
    return changed;
  }

  test('a signal, in conditions, placeholders, fields, samples and importing files', async () => {
    expect(await rename('two.escalation.yaml', 'when: confi‸dence', 'certainty')).toEqual({
      'common.escalation.yaml': 'certainty: { type: number }',
      'one.escalation.yaml':
        'all: [certainty < thresholds.low, \'customer.tier == "pro"\'] | reason: Confidence {{ certainty }} is below {{ thresholds.low }}. | when: certainty < 0.1 && amount > 3 | when: certainty < 0.1',
      'two.escalation.yaml': 'when: certainty > 0.9',
      'one.samples.yaml': 'input: { certainty: 0.3, customer: { tier: pro } } | "certainty": 0.05',
    });
  });

  test('the last step of a path, from the path or from the sample', async () => {
    const expected = {
      'common.escalation.yaml':
        'customer.plan: { type: string, enum: [free, pro] } | handoff@1: { fields: { tier: customer.plan, amount: amount } }',
      'one.escalation.yaml': 'all: [confidence < thresholds.low, \'customer.plan == "pro"\']',
      'one.samples.yaml': 'input: { confidence: 0.3, customer: { plan: pro } }',
    };
    expect(await rename('common.escalation.yaml', '  customer.ti‸er', 'customer.plan')).toEqual(expected);
    expect(await rename('one.samples.yaml', '{ ti‸er: pro', 'plan')).toEqual(expected);
  });

  test('a rule with its versions, and a name that YAML would take for a number', async () => {
    expect(await rename('one.samples.yaml', 'rule: we‸ak@2', '42')).toEqual({
      'one.escalation.yaml': '- id: "42" | - id: "42"',
      'one.samples.yaml':
        'expect: { rule: 42@2, to: support, payload: handoff@1, missing: [amount] } | expect: { rule: "42" }',
    });
  });

  test.each<[File, string, string, RegExp]>([
    ['one.escalation.yaml', 'to: sup‸port', 'supervisor', /There is already a target `supervisor`/],
    ['one.escalation.yaml', 'to: sup‸port', 'pause', /`pause` is reserved/],
    ['one.escalation.yaml', 'to: sup‸port', 'deny', /`deny` is reserved/],
    ['one.escalation.yaml', 'to: sup‸port', 'Support Team', /kebab-case/],
    ['one.escalation.yaml', 'all: [con‸fidence', 'size', /reserved/],
    ['one.escalation.yaml', 'thresholds.lo‸w,', 'not ok', /letters, digits and underscores/],
    ['one.escalation.yaml', 'payload: hand‸off@1', 'handoff', /with its version/],
    ['common.escalation.yaml', '  customer.ti‸er', 'tier', /a rename changes only the last step/],
  ])('%s %s to %s is refused', async (file, marked, newName, message) => {
    expect(await rename(file, marked, newName)).toMatch(message);
  });

  test('is offered with the name as it stands, and not where there is none', async () => {
    expect(await prepareRename(projects, ...place('one.samples.yaml', 'rule: we‸ak@2'))).toMatchObject({
      placeholder: 'weak',
    });
    expect(await prepareRename(projects, ...place('one.samples.yaml', '{ ti‸er: pro'))).toMatchObject({
      placeholder: 'tier',
    });
    expect(await prepareRename(projects, ...place('one.escalation.yaml', 'name: o‸ne'))).toBeNull();
  });
});

describe('a rename that would break a file or change what it says', () => {
  const clash = {
    'lib.escalation.yaml':
      'escalation: 1\nname: lib\nversion: 1.0.0\nsignals:\n  customer: { type: string }\n  tags: { type: array, items: { type: string } }\n',
    'main.escalation.yaml': `escalation: 1
name: main
version: 1.0.0
imports: [./lib.escalation.yaml]
signals:
  amount: { type: number }
  note: { type: string }
  order.total: { type: number }
payloads:
  context@1: { fields: { all: 'session', note: note } }
rules:
  - id: tagged
    when: tags.exists(t, t == note) && amount > 3
    decide: pause
  - id: large
    when: order.total > 100 || customer == "vip"
    decide: stop
default: { decide: pause }
`,
    'main.samples.yaml':
      'samples: 1\nruleset: ./main.escalation.yaml\ncases:\n  - name: a\n    input: { amount: 3, quantity: 2, order: { total: 1, sum: 4 } }\n    expect: { decide: pause }\n',
  };
  const clashing = memoryWorkspace(clash);
  const attempt = async (marked: string, newName: string) => {
    const { text, position } = withCursor(marked);
    const whole = clash['main.escalation.yaml'];
    const before = whole.slice(0, whole.indexOf(text) + 0).split('\n');
    const at = { line: before.length - 1, character: (before.at(-1)?.length ?? 0) + position.character };
    return renameAt(createQueries(clashing), clashing.uri('main.escalation.yaml'), at, newName);
  };

  test.each([
    ['a signal inside of an imported one', '  no‸te:', 'customer.tier', /would have an error: .*customer/],
    ['a signal around another one', '  am‸ount:', 'order', /already have `order` in their input/],
    ['a signal around an imported one', '  no‸te:', 'tags.first', /would have an error: .*tags/],
    [
      'an undeclared key of a sample',
      '  am‸ount:',
      'quantity',
      /Samples in main\.samples\.yaml already have `quantity` in their input/,
    ],
    ['an undeclared key further inside', '  order.t‸otal:', 'order.sum', /already have `order\.sum` in their input/],
    ['the variable of a macro', '  no‸te:', 't', /`t` means something else in an expression of main\.escalation\.yaml/],
    ['a field of the input that a payload selects', '  no‸te:', 'session', /`session` means something else/],
  ])('is refused: %s', async (_name, marked, newName, message) => {
    expect(await attempt(marked, newName)).toEqual({ refused: expect.stringMatching(message) as string });
  });

  test('is done right where nothing is in its way', async () => {
    expect(await attempt('  am‸ount:', 'sum')).toMatchObject({ edits: { length: 3 } });
  });
});
