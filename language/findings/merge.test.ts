import { describe, expect, it } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { quickFixes, suppressions } from '../features/code-actions.ts';
import type { Configuration } from './configuration.ts';
import { relatedPlaces, withMerged } from './merge.ts';

const head = `escalation: 1
name: example
version: 1.0.0
signals:
  confidence: { type: number, minimum: 0, maximum: 1, required: true }
  k: { type: number, minimum: 0, maximum: 10, required: true }
  tier: { type: string, enum: [a, b, c], required: true }
`;

async function findingsOf(rules: string, severity: Configuration['severity'] = {}) {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': head + rules });
  const configuration = {
    severity: { 'unused-signal': 'off', 'redundant-rule': 'off', 'irrelevant-clause': 'off', ...severity } as const,
  };
  return (
    await createQueries(workspace, { settings: () => configuration }).findings(workspace.uri('a.escalation.yaml'))
  ).findings;
}

const shown = (findings: Awaited<ReturnType<typeof findingsOf>>) =>
  findings.map(finding => [
    `${finding.severity} ${finding.code} in line ${finding.range.start.line + 1}`,
    ...finding.merged.map(({ code, range }) => `${code} in line ${range.start.line + 1}`),
  ]);

const oneGap = (comment = '') => `rules:
  - { id: low, when: k < 2, decide: pause }
${comment}  - { id: high, when: k > 2 && tier == "a", decide: stop }
  - { id: high-b, when: k > 2 && tier == "b", decide: stop }
  - { id: high-c, when: k > 2 && tier == "c", decide: continue }
default: { decide: pause }
`;

describe('one gap', () => {
  it('is one finding, and its consequences are related places', async () => {
    const findings = await findingsOf(oneGap());
    expect(shown(findings)).toEqual([
      [
        'warning boundary-gap in line 10',
        'boundary-gap in line 11',
        'boundary-gap in line 12',
        'uncovered-input in line 13',
      ],
    ]);
    expect(findings.flatMap(relatedPlaces).map(({ message }) => message)).toEqual([
      '`low` stops below 2.',
      '`high-b` starts above 2 and excludes 2 itself.',
      '`high-c` starts above 2 and excludes 2 itself.',
      'Only the default (pause) decides if `k == 2`.',
    ]);
  });

  it('is shown at the next finding where the first is suppressed or off', async () => {
    const comment = '  # handrail-disable-next-line boundary-gap -- meant\n';
    expect(shown(await findingsOf(oneGap(comment)))).toEqual([
      ['warning boundary-gap in line 12', 'boundary-gap in line 13', 'uncovered-input in line 14'],
    ]);
    expect(shown(await findingsOf(oneGap(), { 'boundary-gap': 'off' }))).toEqual([['hint uncovered-input in line 13']]);
  });

  it('is as severe as the most severe of its findings', async () => {
    const withoutDefault = oneGap().replace(/default: .*\n/, '');
    expect(shown(await findingsOf(withoutDefault))).toEqual([
      ['error uncovered-input in line 8', ...[10, 11, 12].map(line => `boundary-gap in line ${line}`)],
    ]);
    expect(shown(await findingsOf(oneGap(), { 'uncovered-input': 'error' }))[0]?.[0]).toBe(
      'error uncovered-input in line 13',
    );
  });

  it('does not take with it inputs that are uncovered for another reason', async () => {
    const found = shown(await findingsOf(oneGap().replace('tier == "c"', 'tier == "c" && k < 9')));
    expect(found.map(([first]) => first)).toEqual([
      'warning boundary-gap in line 10',
      'hint uncovered-input in line 13',
    ]);
  });
});

describe('a constant out of range', () => {
  const rules = `rules:
  - { id: unsure, when: confidence < 70, decide: pause }
  - { id: sure, when: confidence >= 0.5, decide: continue }
`;

  it('is one finding, and a rule that never decides because of it keeps its own', async () => {
    expect(shown(await findingsOf(rules))).toEqual([
      ['warning out-of-range-constant in line 9', 'tautological-trigger in line 9'],
      ['error shadowed-rule in line 10'],
    ]);
    expect(shown(await findingsOf(rules, { 'out-of-range-constant': 'off' }))).toEqual([
      ['warning tautological-trigger in line 9'],
      ['error shadowed-rule in line 10'],
    ]);
  });

  it.each(['legal < 3 && confidence < 70', 'legal < 3 || confidence > 70'])(
    'takes the clause of %s with it',
    async when => {
      const source = `rules:\n  - { id: a, when: '${when.replace('legal', 'k')}', decide: stop }\ndefault: { decide: pause }\n`;
      const findings = await findingsOf(source, { 'irrelevant-clause': 'warning', 'uncovered-input': 'off' });
      expect(shown(findings)).toEqual([['warning out-of-range-constant in line 9', 'irrelevant-clause in line 9']]);
    },
  );

  it('that nothing meets is an error, with the reason as a related place', async () => {
    const source = `rules:\n  - { id: a, when: confidence > 70, decide: stop }\ndefault: { decide: pause }\n`;
    const findings = await findingsOf(source, { 'uncovered-input': 'off' });
    expect(shown(findings)).toEqual([['error contradictory-trigger in line 9', 'out-of-range-constant in line 9']]);
    expect(findings.flatMap(relatedPlaces)[0]?.message).toMatch(/^Never true: `confidence` is from 0 to 1\./);
  });

  it('does not hide what another clause does', async () => {
    const source = `rules:\n  - { id: a, when: confidence < 70 && k < 2 && k < 3, decide: stop }\ndefault: { decide: pause }\n`;
    const found = await findingsOf(source, { 'irrelevant-clause': 'warning', 'uncovered-input': 'off' });
    expect(found.map(({ code }) => code)).toEqual(['out-of-range-constant', 'irrelevant-clause']);
  });
});

it('the fixes of a merged finding are offered at the one that is shown', async () => {
  const named = head.replace('[a, b, c]', '[free, pro]');
  const workspace = memoryWorkspace({
    'a.escalation.yaml': `${named}rules:\n  - { id: a, when: tier == "fre", decide: stop }\ndefault: { decide: pause }\n`,
  });
  const checked = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
  const finding = checked.findings.find(({ code }) => code === 'contradictory-trigger');
  expect(finding?.merged.map(({ code }) => code)).toEqual(['out-of-range-constant']);
  const range = finding?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const offered = quickFixes(checked, range, new Set(['contradictory-trigger']));
  expect(offered.map(({ title, finding: { code } }) => [title, code])).toEqual([
    ['Change to free', 'contradictory-trigger'],
  ]);
  const hidden = suppressions(checked, range, new Set(['contradictory-trigger']));
  expect(hidden.map(({ title }) => title)).toEqual(['Suppress contradictory-trigger on this line']);
});

describe('a type error', () => {
  const rules = (comment = '') => `rules:
  - { id: a, when: k < 2, decide: stop }
${comment}  - { id: b, when: tier > 3, decide: stop }
default: { decide: pause }
`;

  it('says which line to fix to complete the analysis', async () => {
    const findings = await findingsOf(rules());
    expect(shown(findings)).toEqual([['error condition-type in line 10', 'analysis-incomplete in line 8']]);
    expect(findings.flatMap(relatedPlaces).map(({ message }) => message)).toEqual([
      'Fix line 10 to complete the analysis. Findings shown are valid; others may appear.',
    ]);
    expect(shown(await findingsOf(rules(), { 'analysis-incomplete': 'off' }))).toEqual([
      ['error condition-type in line 10'],
    ]);
  });

  it('two of them stay two findings', async () => {
    const findings = await findingsOf(rules().replace('k < 2', 'k < "2"'));
    expect(shown(findings)).toEqual([
      ['error condition-type in line 9', 'analysis-incomplete in line 8'],
      ['error condition-type in line 10'],
    ]);
  });

  it('in a reason or a payload keeps no proof waiting', async () => {
    const findings = await findingsOf(
      rules().replace('tier > 3, decide: stop', 'k < 3, decide: pause, reason: "{{ tier > 3 }}"'),
    );
    expect(findings.flatMap(withMerged).map(({ code }) => code)).not.toContain('analysis-incomplete');
  });
});

describe('two rules that say the same', () => {
  const rules = (second: string) => `rules:
  - { id: a, when: k < 5 || tier == "a", decide: stop }
  - { id: b, when: { any: [k < 5, tier == "a"] }, decide: ${second} }
default: { decide: continue }
`;

  it('share the finding of the one that never decides', async () => {
    const findings = await findingsOf(rules('stop'), { 'redundant-rule': 'warning', 'uncovered-input': 'off' });
    expect(shown(findings)).toEqual([['warning redundant-rule in line 10', 'redundant-rule in line 9']]);
    expect(findings[0]?.message).toBe(
      'Never decides: it has the same condition as `a` above, which decides first, with the same outcome (stop). Delete it.',
    );
  });

  it('are named by their common condition where they decide differently', async () => {
    const findings = await findingsOf(rules('pause'), { 'uncovered-input': 'off' });
    expect(shown(findings)).toEqual([['error shadowed-rule in line 10']]);
    expect(findings[0]?.message).toMatch(
      /^Never decides: it has the same condition as `a` above, which decides first\. /,
    );
  });
});

it('rules that conflict with each other share one finding', async () => {
  const rules = `hitPolicy: unique
rules:
  - { id: a, when: k < 5, decide: stop }
  - { id: b, when: k < 4, decide: stop }
  - { id: c, when: k < 3, decide: stop }
default: { decide: pause }
`;
  const findings = (await findingsOf(rules)).filter(({ code }) => code === 'conflicting-rules');
  expect(shown(findings)).toEqual([
    ['error conflicting-rules in line 12', 'conflicting-rules in line 10', 'conflicting-rules in line 11'],
  ]);
  expect(findings.flatMap(withMerged)).toHaveLength(3);
});
