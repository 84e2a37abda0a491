import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Region } from '../../../engine/index.ts';
import { comparedRuleSet, consequence, edit, loaded, region } from '../../../testing/diff-reports.ts';
import { cases } from '../../../testing/random/random-cases.ts';
import type { ComparedRuleSet, RuleSetReport } from './report.ts';
import { text } from './text.ts';

const now = Date.UTC(2026, 4, 1);
const shown = (ruleSets: readonly RuleSetReport[], all = false, columns = 80): string =>
  text({ ruleSets, revisions: null, now }, { color: false, columns, all });

const fact = (words: string) => ({ text: words, signals: ['n'] });
const when = (...facts: string[]): Region['when'] => ({
  moves: facts.slice(0, 1).map(fact),
  asks: facts.slice(1).map(fact),
  either: [],
  condition: 'n == 1',
  earlier: [],
});

describe('the regions of an edit', () => {
  const march = Date.UTC(2026, 2, 1);

  test('that differ in nothing but the time are one, and those of a past time are counted', async () => {
    const early = (number: number, more: Partial<Region>) => region('loosened', number, { until: march, ...more });
    const written = shown([
      await comparedRuleSet({
        regions: [
          early(1, { when: when('`n` is 1') }),
          region('loosened', 2, { from: march, when: when('`n` is 1') }),
          region('loosened', 3, { when: when('`n` is 3', '`m` is 4') }),
          early(4, { when: when('`n` is 4') }),
          early(5, { when: when('`n` is 5') }),
        ],
        edits: [
          edit('limit', 'loosened', {
            regions: [1, 2, 3, 4, 5].map(number => `loosened-${number}`),
            before: 4,
            after: 3,
          }),
        ],
      }),
    ]);
    expect(written).toContain('2 groups of inputs change');
    expect(written).toContain(`
limit 4 → 3  ▼ loosened
  x.escalation.yaml:1
  ▼ escalate → desk becomes continue
    If \`n\` is 1: the default decides, no longer \`few@1\`.
    If \`n\` is 3 and \`m\` is 4: the default decides, no longer \`few@1\`.
    2 groups loosened until 1 Mar 2026, past.
    handrail decide x.escalation.yaml --input '{"n":2}'
`);
  });

  test('stand under each edit that they need, once in full', async () => {
    const regions = [region('loosened', 1), region('tightened', 2, { after: stop, together: ['b', 'c'] })];
    const ids = regions.map(({ id }) => id);
    const written = shown([
      await comparedRuleSet({
        regions,
        edits: [
          edit('a', 'loosened', { regions: ids.slice(0, 1) }),
          edit('b', 'loosened', { regions: ids }),
          edit('c', 'tightened', { regions: ids.slice(1) }),
          edit('d', 'neutral', {}),
        ],
      }),
    ]);
    expect(written).toMatch(/^1 {2}a 1 → 2 .*▼ loosened .*line 1$/m);
    expect(written).toMatch(/^4 {2}d 1 → 2 .*· no decision changes +line 1$/m);
    expect(written.match(/Needs edits 1 and 2 both\./g)).toHaveLength(1);
    expect(written.match(/Together with edit 3\./g)).toHaveLength(1);
    expect(written).toContain('▼ escalate → desk becomes continue: see edit 1, needs edits 1 and 2 both\n');
    expect(written).toContain('▲ escalate → desk becomes stop: see edit 2, together with edit 2\n');
  });

  test('are all there with their conditions if everything is shown', async () => {
    const regions = Array.from({ length: 40 }, (_, number) => region('loosened', number));
    const ids = regions.map(({ id }) => id);
    const report = await comparedRuleSet({ regions, edits: [edit('a', 'loosened', { regions: ids })] });
    const all = shown([report], true);
    for (const { condition } of regions) expect(all).toMatch(new RegExp(`when +${condition}$`, 'm'));
    expect(shown([report])).toContain('37 more groups of inputs loosened');
    expect(shown([report])).toContain('`handrail diff --all`');
    expect(all).not.toContain('--all');
  });
});

const stop: Region['after'] = { rule: null, outcome: { decide: 'stop' } };

test('several rule sets are listed first, the gravest first, and the same edits of a file that they import are told once', async () => {
  const common = 'escalation: 1\nname: common\nversion: 1.0.0\ntargets: { desk: { kind: human } }\n';
  const changed = async (kind: 'loosened' | 'neutral', name: string): Promise<ComparedRuleSet> => {
    const path = `${name}.escalation.yaml`;
    const rules = `escalation: 1\nname: ${name}\nversion: 1.0.0\nimports: [./common.escalation.yaml]\nrules: []\n`;
    const project = await loaded({ [path]: rules, 'common.escalation.yaml': common }, path);
    const show = (uri: string) => uri.slice(uri.lastIndexOf('/') + 1);
    const version = { label: path, path, project, show, file: show };
    return comparedRuleSet(
      {
        equivalent: true,
        consequences: [{ ...consequence('Nobody is told.'), class: kind }],
        edits: [
          edit('desk', kind, {
            consequences: [0],
            about: 'target',
            key: 'acknowledgeWithin',
            path: ['targets', 'desk'],
            before: '5m',
            after: '15m',
          }),
        ],
      },
      { before: version, after: version },
    );
  };
  const written = shown([
    await changed('neutral', 'a'),
    await changed('loosened', 'b'),
    await changed('loosened', 'c'),
  ]);
  expect(written).toContain(`3 rule sets: 2 loosened, 1 equivalent
▼ b 1.0.0, 1 edit: loosened; needs 2 approvals
▼ c 1.0.0, 1 edit: loosened; needs 2 approvals
= a 1.0.0, 1 edit: equivalent; needs 2 approvals
`);
  expect(written.match(/desk acknowledgeWithin 5m → 15m {2}▼ loosened/g)).toHaveLength(1);
  expect(written).toContain('In b and c:\n  ▼ Nobody is told.');
  expect(written).toContain('In a:\n  · Nobody is told.');
});

const word = fc.constantFrom('a', '`agent.confidence`', 'is', 'from 0.65 to below', '`a_name_that_is_quite_long@12`');
const words = fc.array(word, { minLength: 1, maxLength: 60 }).map(parts => parts.join(' '));
const kinds = ['loosened', 'rerouted', 'tightened'] as const;
const change = fc.record({
  class: fc.constantFrom(...kinds),
  facts: fc.option(fc.array(words, { maxLength: 4 }), { nil: null }),
  to: fc.constantFrom('continue', 'pause', 'stop', 'deny'),
  until: fc.constantFrom(Infinity, now - 1),
  edits: fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }),
});
const ruleSet = fc.record({
  changes: fc.array(change, { maxLength: 60 }),
  edits: fc.integer({ min: 1, max: 7 }),
  values: words,
  consequences: fc.array(words, { maxLength: 6 }),
  undecided: fc.nat(20),
  because: words,
});

test('a report has at most 20 lines, and 25 for each edit, and no line is too wide', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(ruleSet, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(60, 80, 110),
      async (sets, columns) => {
        const reports = await Promise.all(sets.map(reported));
        const written = shown(reports, false, columns);
        const lines = written.trimEnd().split('\n');
        expect(lines.length).toBeLessThanOrEqual(
          20 + 25 * reports.reduce((sum, { diff }) => sum + diff.edits.length, 0),
        );
        for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns);
      },
    ),
    { numRuns: cases(60) },
  );
});

async function reported({
  changes,
  edits,
  values,
  consequences,
  undecided,
  because,
}: typeof ruleSet extends fc.Arbitrary<infer T> ? T : never): Promise<ComparedRuleSet> {
  const regions = changes.map((each, at) =>
    region(each.class, at, {
      when: each.facts === null ? null : when(...each.facts),
      after: { rule: { id: `rule-${at % 5}`, version: 1 }, outcome: { decide: each.to } },
      until: each.until,
    }),
  );
  return comparedRuleSet({
    regions,
    consequences: consequences.map(consequence),
    complete: undecided === 0,
    undecided: Array.from({ length: undecided }, () => ({
      ...region('loosened', 1),
      because: { kind: 'errors' as const },
    })),
    undecidedBecause: because,
    edits: Array.from({ length: edits }, (_, at) =>
      edit(`edit-${at}`, kinds[at % 3] ?? 'loosened', {
        after: values,
        regions: regions
          .filter((_, number) => changes[number]?.edits.some(each => each % edits === at))
          .map(({ id }) => id),
        consequences: consequences.flatMap((_, number) => (number % edits === at ? [number] : [])),
      }),
    ),
  });
}
