import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { beforeAll, describe, expect, test } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { cases } from '../../testing/random/random-cases.ts';

// Runs the grammar with VS Code's engine and regular expressions, on its current YAML grammar, and on one like those of older
// editors, which works line by line and ignores indentation.
const require = createRequire(import.meta.url);
const own = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const yaml = '@codingame/monaco-vscode-yaml-default-extension/resources/';
const current: Record<string, string> = {
  'source.yaml': require.resolve(`${yaml}yaml.tmLanguage.json`),
  'source.yaml.embedded': require.resolve(`${yaml}yaml-embedded.tmLanguage.json`),
  ...Object.fromEntries(
    ['1.0', '1.1', '1.2', '1.3'].map(version => [
      `source.yaml.${version}`,
      require.resolve(`${yaml}yaml-${version}.tmLanguage.json`),
    ]),
  ),
};
const older = { 'source.yaml': own('test/fixtures/syntax/line-by-line-yaml.tmLanguage.json') };
const bases = { current, older };

let grammar: IGrammar;

async function load(base: keyof typeof bases): Promise<void> {
  const files: Record<string, string> = {
    ...bases[base],
    'source.cel': own('syntaxes/cel.tmLanguage.json'),
    'source.yaml.handrail': own('syntaxes/handrail.tmLanguage.json'),
  };
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text),
    }),
    loadGrammar: name => {
      const file = files[name];
      return Promise.resolve(file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file));
    },
  });
  const loaded = await registry.loadGrammar('source.yaml.handrail');
  if (loaded === null) throw new Error('The grammar cannot be loaded.');
  grammar = loaded;
}

beforeAll(async () => {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM({ data: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) });
  await load('current');
});

interface Token {
  text: string;
  start: number;
  scopes: string[];
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let stack = textmate.INITIAL;
  let offset = 0;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    let last: Token | undefined;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const piece = line.slice(startIndex, endIndex);
      // Adjacent tokens with the same colour count as one token.
      if (last?.scopes.join(' ') === scopes.join(' ')) last.text += piece;
      else tokens.push((last = { text: piece, start: offset + startIndex, scopes }));
    }
    offset += line.length + 1;
  }
  return tokens;
}

/** Tokens with their scope, without white space: `amount:variable.other.readwrite.cel`. */
function inCel(text: string): string[] {
  return tokensOf(text)
    .filter(({ text, scopes }) => text.trim() !== '' && scopes.includes('source.cel'))
    .map(({ text, scopes }) => `${text.trim()}:${scopes.at(-1) ?? ''}`);
}

/** The scopes of the first token with this text. */
function scopeOf(text: string, word: string): string {
  const token = tokensOf(text).find(each => each.text.trim() === word);
  return token?.scopes.join(' ') ?? `no token ${word}`;
}

const rule = (lines: string): string => `rules:\n  - id: first\n${lines}\n    decide: stop\n`;

describe.each(['older', 'current'] as const)('conditions over the %s YAML grammar', base => {
  beforeAll(() => load(base));

  test.each([
    ['plain', '    when: a == "x, y" # note', ['a:variable.other.readwrite.cel', 'x, y:string.quoted.double.cel']],
    ['single-quoted', `    when: 'intent == "refund"'`, ['refund:string.quoted.double.cel']],
    ['quotes in single quotes', `    when: 'intent == ''refund'''`, ['refund:string.quoted.single.cel']],
    ['double-quoted', String.raw`    when: "intent == \"refund\""`, ['refund:string.quoted.double.cel']],
    [
      'a number and a word',
      '    when: amount >= 1.5e3 && flag in [true]',
      ['1.5e3:constant.numeric.float.cel', 'in:keyword.operator.expression.in.cel', 'true:constant.language.cel'],
    ],
    [
      'a path',
      '    when: customer.tier == x',
      ['customer:variable.other.readwrite.cel', 'tier:variable.other.property.cel'],
    ],
    [
      'a threshold',
      '    when: a < thresholds.limit',
      ['thresholds:variable.language.thresholds.cel', 'limit:variable.other.constant.cel'],
    ],
    [
      'functions',
      '    when: tags.exists(t, t.startsWith(p)) && own(a)',
      ['exists:support.function.macro.cel', 'startsWith:support.function.cel', 'own:entity.name.function.cel'],
    ],
    [
      'folded',
      '    when: >-\n      a < 1\n      && b',
      ['a:variable.other.readwrite.cel', '&&:keyword.operator.logical.cel', 'b:variable.other.readwrite.cel'],
    ],
    ['literal, in which # is no comment', '    when: |\n      a < 1\n      # b', ['b:variable.other.readwrite.cel']],
    [
      'over several lines',
      '    when: a < 1\n      && b',
      ['&&:keyword.operator.logical.cel', 'b:variable.other.readwrite.cel'],
    ],
    [
      'quoted over several lines',
      "    when: 'a < 1\n      && b'",
      ['&&:keyword.operator.logical.cel', 'b:variable.other.readwrite.cel'],
    ],
    [
      'all, any and not',
      '    when:\n      all:\n        - a < 1\n        - any:\n            - not: c\n            - "d"',
      ['a:variable.other.readwrite.cel', 'c:variable.other.readwrite.cel', 'd:variable.other.readwrite.cel'],
    ],
    [
      'in flow style',
      '    when: { all: [a, { not: "b < c" }] }',
      ['a:variable.other.readwrite.cel', 'b:variable.other.readwrite.cel'],
    ],
    [
      'not yet quoted: a tag to YAML',
      '    when: !has(a)',
      ['!:keyword.operator.logical.cel', 'has:support.function.macro.cel'],
    ],
    [
      'not yet quoted: a quoted text and more to YAML',
      '    when: "legal" in flags',
      ['in:keyword.operator.expression.in.cel', 'flags:variable.other.readwrite.cel'],
    ],
  ])('%s', (_, lines, expected) => {
    const cel = inCel(rule(lines));
    for (const token of expected) expect(cel).toContain(token);
    expect(cel).not.toContain('decide:variable.other.readwrite.cel');
    expect(scopeOf(rule(lines), 'decide')).toContain('entity.name.tag.yaml');
    expect(scopeOf(rule(lines), 'stop')).toContain('string.unquoted.plain.out.yaml');
  });

  test('all, any and not are no part of the expression', () => {
    const text = rule('    when:\n      all: [a]');
    expect(scopeOf(text, 'all')).toMatch(/entity\.name\.tag\.yaml$/);
  });

  test('the first key of an item, of a nested mapping and of a flow mapping', () => {
    const text = [
      'rules:',
      '  - when: a',
      '    id: second',
      '  -   when: b',
      '      id: third',
      'assumptions:',
      '  - { when: c, holds: d <= 500, reason: Enough, id: fourth }',
      '  - {',
      '      holds: e,',
      '      reason: f }',
      'payloads:',
      '  one@1:',
      '    fields:',
      '      last: conversation.last',
      '    schema: ./file',
      '',
    ].join('\n');
    expect(inCel(text).filter(each => each.includes('variable'))).toEqual([
      ...['a', 'b', 'c', 'd', 'e'].map(name => `${name}:variable.other.readwrite.cel`),
      'conversation:variable.other.readwrite.cel',
      'last:variable.other.property.cel',
    ]);
    for (const key of ['id', 'holds', 'reason', 'schema', 'last'])
      expect(scopeOf(text, key)).toContain('entity.name.tag.yaml');
    expect(tokensOf(text).filter(({ scopes }) => scopes.some(scope => scope.startsWith('invalid')))).toEqual([]);
  });

  test('an expression that is not finished does not reach beyond its line or quotes', () => {
    for (const lines of [
      `    when: intent == "ref`,
      `    when: 'intent == "ref'`,
      String.raw`    when: "intent == 'ref"`,
      `    reason: amount {{ x`,
    ]) {
      expect(scopeOf(rule(lines), 'decide')).toContain('entity.name.tag.yaml');
    }
  });
});

describe.each(['older', 'current'] as const)('texts over the %s YAML grammar', base => {
  beforeAll(() => load(base));

  test.each([
    ['plain', '    reason: A refund of {{ amount }} USD'],
    ['single-quoted', `    message: 'A refund of {{ amount }} USD'`],
    ['double-quoted', `    message: "A refund of {{ amount }} USD"`],
    ['folded', '    reason: >-\n      A refund of {{ amount }} USD'],
  ])('%s', (_, lines) => {
    expect(inCel(rule(lines))).toEqual(['amount:variable.other.readwrite.cel']);
    expect(scopeOf(rule(lines), 'USD')).toMatch(/string\./);
  });

  test('other keys hold no placeholders, and no conditions either', () => {
    expect(inCel('description: say when: {{ x }}\ntitle: "{{ x }}"\nwhenever: a < b\nowhen: c\n')).toEqual([]);
    expect(inCel('description: |\n  Text\n  when: a < b\n  reason: {{ x }}\n')).toEqual([]);
  });
});

test('suppressions stand out in their comments', () => {
  const text = '# handrail-disable-next-line unused-signal, schema -- why\nname: a # handrail-disable-file\n';
  expect(scopeOf(text, 'handrail-disable-next-line')).toContain('keyword.control.directive.handrail');
  expect(scopeOf(text, 'unused-signal, schema')).toContain('constant.other.finding-code.handrail');
  expect(scopeOf(text, '-- why')).toMatch(/comment\.line\.number-sign\.yaml$/);
});

/** The places at which the YAML parser finds keys and conditions. */
function places(text: string): { keys: [number, number][]; conditions: [number, number][] } {
  const keys: [number, number][] = [];
  const conditions: [number, number][] = [];
  visit(parseDocument(text), (_, node, path) => {
    if (isPair(node) && isScalar(node.key) && node.key.range) keys.push([node.key.range[0], node.key.range[1]]);
    if (!isScalar(node) || !node.range || typeof node.value !== 'string') return;
    const pairs = path.filter(isPair).map(pair => (isScalar(pair.key) ? String(pair.key.value) : ''));
    const parent = path.at(-1);
    if (isPair(parent) && parent.key === node) return;
    const inside = pairs.lastIndexOf('when') >= 0 || pairs.lastIndexOf('holds') >= 0;
    if (inside && !pairs.includes('input')) conditions.push([node.range[0], node.range[1]]);
  });
  return { keys, conditions };
}

/** The differences between the grammar and the YAML parser. */
function disagreements(text: string): string[] {
  const { keys, conditions } = places(text);
  const tokens = tokensOf(text).filter(token => token.text.trim() !== '');
  const within = (token: Token, ranges: [number, number][]): boolean =>
    ranges.some(([start, end]) => token.start >= start && token.start < end);
  return tokens.flatMap(token => {
    const isKey = token.scopes.some(scope => scope.startsWith('entity.name.tag'));
    if (isKey !== within(token, keys)) return [`${token.text} at ${token.start}: ${isKey ? 'no key' : 'a key'}`];
    const cel =
      token.scopes.includes('source.cel') ||
      /punctuation\.definition\.string|block-scalar|chomping|punctuation.whitespace/.test(token.scopes.at(-1) ?? '');
    if (within(token, conditions) && !cel) return [`${token.text} at ${token.start}: not seen as CEL`];
    return token.scopes.some(scope => scope.startsWith('invalid'))
      ? [`${token.text} at ${token.start}: ${token.scopes.at(-1) ?? ''}`]
      : [];
  });
}

test('a block scalar that begins like a condition is a text', () => {
  expect(inCel('description: |\n  when: a < b\n')).toEqual([]);
});

const root = own('');
test.each(globSync(['examples/**/*.escalation.yaml', 'examples/**/*.samples.yaml'], { cwd: root }).sort())(
  '%s is seen as YAML sees it',
  file => {
    expect(disagreements(readFileSync(`${root}${file}`, 'utf8'))).toEqual([]);
  },
);

test('rules in every style of YAML are seen as YAML sees them', () => {
  const expression = fc.constantFrom(
    'a < 1',
    'has(x)',
    '\'"legal" in flags\'',
    '"b == \\"c\\""',
    "'d == ''e'''",
    'true',
    'f.g(h)',
    'a && b || c',
    '>-\n        i\n        && j',
    '|\n        k < 2',
    'l\n        && m',
  );
  const flowExpression = fc.constantFrom('a < 1', '\'"legal" in flags\'', '"b == \\"c\\""', 'true', 'f.g');
  const text = fc.constantFrom(
    'Plain {{ a }} text',
    "'It''s {{ b }}'",
    '"Say \\"{{ c }}\\""',
    '>\n        Folded {{ d }}\n\n        and more',
    'with # in it # and a comment',
  );
  const when = fc.oneof(
    expression.map(each => `when: ${each}`),
    fc.array(flowExpression, { minLength: 1, maxLength: 3 }).map(each => `when: { all: [${each.join(', ')}] }`),
    fc
      .array(flowExpression, { minLength: 1, maxLength: 3 })
      .map(each => `when:\n      any:\n${each.map(one => `        - ${one}`).join('\n')}`),
    flowExpression.map(
      each =>
        `when:\n      all:\n        - not: ${each}\n        - any:\n            - ${each}\n            - { not: ${each} }`,
    ),
  );
  const line = fc.oneof(
    fc.constantFrom(
      'decide: stop',
      '# a comment',
      'tags: [a, b]',
      'effective: { from: 2026-03-02T10:00:00Z }',
      'title: "A: b"',
    ),
    text.map(each => `reason: ${each}`),
  );
  const block = fc.tuple(when, fc.array(line, { maxLength: 4 }), fc.nat({ max: 4 })).map(([condition, lines, at]) => {
    const unique = [...new Map(lines.map(each => [each.startsWith('#') ? each : each.split(':')[0], each])).values()];
    unique.splice(Math.min(at, unique.length), 0, condition);
    const entries = unique[0]?.startsWith('#') === true ? ['id: x', ...unique] : unique;
    return entries.map((each, index) => `${index === 0 ? '  - ' : '    '}${each}`).join('\n');
  });
  const flow = fc.tuple(flowExpression, fc.boolean()).map(([condition, first]) => {
    const entries = first
      ? [`when: ${condition}`, 'decide: stop', 'reason: Because', 'id: x']
      : ['id: x', `when: ${condition}`, 'reason: "{{ a }}"', 'decide: stop'];
    return `  - { ${entries.join(', ')} }`;
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(block, flow), { minLength: 1, maxLength: 4 }), rules => {
      const document = `escalation: 1\nrules:\n${rules.join('\n')}\ndefault: { decide: pause, reason: None }\nname: x\n`;
      expect(
        parseDocument(document).errors.map(error => error.message),
        document,
      ).toEqual([]);
      expect(isMap(parseDocument(document).contents)).toBe(true);
      expect(disagreements(document), document).toEqual([]);
    }),
    { numRuns: cases(150) },
  );
});

test('a thousand rules are coloured to the last', () => {
  const text = Array.from({ length: 1_000 }, (_, index) =>
    rule(`    when: 'a < ${index} && "b" in flags'\n    reason: Because {{ a }}`),
  ).join('');
  // A pattern with excessive backtracking would not finish.
  expect(tokensOf(text).length).toBeGreaterThan(10_000);
});
