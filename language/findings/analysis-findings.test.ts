import { describe, expect, it } from 'vitest';
import { documentsOf } from '../source/documents.ts';
import { createQueries, type QueryOptions } from '../queries/create-queries.ts';
import type { Fact, FactOf } from '../../engine/analysis/facts.ts';
import type { Example, Witness } from '../../engine/solver/gate.ts';
import type { AnalysedRule } from '../../engine/solver/subject.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { analysedPart } from './analysis.ts';
import { canDecide } from './breaking.ts';
import { checkRuleSet } from './check.ts';
import type { Finding } from './finding.ts';

const text = `escalation: 1
name: a
version: 1.0.0
signals:
  x: { type: number, unit: USD }
  waited: { type: string, format: duration }
  due: { type: string, format: date-time }
targets: { desk: { kind: human } }
rules:
  - { id: a, when: x < 1, decide: stop }
  - { id: b, when: x < 2 && x < 3, decide: escalate, to: desk }
  - { id: c, version: 1, when: x < 4, decide: pause, effective: { until: 2026-01-01T00:00:00Z } }
  - { id: c, version: 2, when: x < 5, decide: pause, effective: { from: 2026-01-01T00:00:00Z } }
default: { decide: pause }
invariants:
  - { id: kept, when: x < 1, require: { decide: [stop, escalate], to: [desk] } }
`;

async function projectOf(source = text, files: Record<string, string> = {}): Promise<Project> {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': source, ...files });
  const project = await loadProject(documentsOf(workspace), workspace.uri('a.escalation.yaml'));
  if (project === null) throw new Error('The project is there.');
  return project;
}

const factsOf = (project: Project) => createQueries(memoryWorkspace({})).facts(project);

function rulesOf(project: Project): [AnalysedRule, AnalysedRule, AnalysedRule, AnalysedRule] {
  const rules = analysedPart(project)?.rules ?? [];
  if (rules.length < 4) throw new Error('There are four rules.');
  return rules as [AnalysedRule, AnalysedRule, AnalysedRule, AnalysedRule];
}

/** As if a gate had confirmed it. */
const witness = (changes: Partial<Example> = {}): Witness =>
  ({ input: { x: 0.5 }, at: null, free: ['waited', 'due'], ...changes }) as unknown as Witness;

/** The rules of these tests hand over without context, which is not what they are about. */
const quiet = { severity: { 'handoff-without-context': 'off' } } as const;

function told(project: Project, ...facts: Fact[]): Finding[] {
  return checkRuleSet(project, { severity: { ...quiet.severity, 'unused-signal': 'off' } }, facts);
}

async function onlyOne(fact: (rules: ReturnType<typeof rulesOf>) => Fact, source = text): Promise<Finding> {
  const project = await projectOf(source);
  const findings = told(project, fact(rulesOf(project)));
  expect(findings).toHaveLength(1);
  return findings[0] as Finding;
}

const uncovered = (shown: Witness, value = 0.42, exact = true): FactOf<'uncovered-input'> => ({
  kind: 'uncovered-input',
  regions: [{ condition: 'x >= 5.0', witness: shown }],
  more: false,
  period: null,
  share: { value, exact },
});

describe('shares of cells', () => {
  it.each([
    [0.42, 'x >= 5.0', 'Only the default (pause) decides if `x >= 5.0`.'],
    [1, 'true', 'Only the default (pause) decides anything.'],
  ])('are not shown: %d', async (value, condition, message) => {
    const fact = uncovered(witness(), value);
    const regions = fact.regions.map(each => ({ ...each, condition }));
    expect((await onlyOne(() => ({ ...fact, regions }))).message).toBe(message);
  });

  it('do not order or weigh the rules that decide instead', async () => {
    const { message, related, faded, range } = await onlyOne(([a, b, c1, c2]) => ({
      kind: 'shadowed-rule',
      rule: c2,
      cover: {
        alone: [],
        together: [b, a],
        deciders: [
          { rule: b, witness: witness(), all: false },
          { rule: c1, witness: witness(), all: false },
          { rule: a, witness: witness(), all: false },
        ],
        assumptions: [],
      },
      witness: witness(),
    }));
    expect(message).toBe(
      'Never decides: `a` and `b` together fire on every input on which this rule fires, and decide first. Move it before them, narrow them, or delete it.',
    );
    expect(related.map(place => `${place.rule ?? ''}: ${place.message}`)).toEqual([
      'a@1: `a` covers this rule together with others, and stops the task on some of its inputs.',
      'b@1: `b` covers this rule together with others, and escalates to `desk` on some of its inputs.',
      'c@1: `c@1` pauses the agent on some of its inputs.',
    ]);
    expect(faded).toBe(true);
    expect(range).toEqual({ start: { line: 12, character: 4 }, end: { line: 12, character: 96 } });
  });
});

describe('an irrelevant clause', () => {
  const clause = (because: 'trigger' | 'order') =>
    onlyOne(([a, rule]) => {
      if (rule.condition.kind !== 'all') throw new Error('It has two parts.');
      const [, last] = rule.condition.operands;
      return { kind: 'irrelevant-clause', rule, clause: last ?? rule.condition, because, earlier: [a] };
    });

  it('is a warning where the rule itself makes it so, and a hint where only the order does', async () => {
    expect(await clause('trigger')).toMatchObject({ severity: 'warning', faded: true });
    expect(await clause('order')).toMatchObject({ severity: 'hint', faded: true });
  });
});

it('regions too many or too long to read are counted', async () => {
  const region = (condition: string) => ({ condition, witness: witness() });
  const regions = [...Array.from({ length: 5 }, (_, i) => region(`x == ${i}.0`)), region(`x == ${'9'.repeat(300)}`)];
  const fact = (more: boolean) => onlyOne(() => ({ ...uncovered(witness()), regions, more }));
  expect((await fact(false)).message).toMatch(/decides if `x == 0\.0`, if .*, if .* or in 3 other regions\.$/);
  expect((await fact(true)).message).toMatch(/ or in more than 3 other regions\.$/);
});

it('inputs whose conditions are all too long to read are shown by an example', async () => {
  const message = async (shown: Witness) => {
    const regions = [{ condition: `x == ${'9'.repeat(300)}`, witness: shown }];
    return (await onlyOne(() => ({ ...uncovered(shown), regions, more: false }))).message;
  };
  expect(await message(witness())).toBe('Only the default (pause) decides some inputs, such as `x` = 0.5 USD.');
  expect(await message(witness({ free: ['x', 'waited', 'due'] }))).toBe(
    'Only the default (pause) decides some inputs.',
  );
});

describe('values', () => {
  it.each([
    ['x', 0.7, '0.7 USD'],
    ['waited', 900_000, '15m'],
    ['due', Date.UTC(2026, 0, 1), '2026-01-01T00:00:00Z'],
  ])('of %s are written as people write them', async (signal, value, written) => {
    const compared = { x: ['x < 0.7', 'x > 0.7'], waited: ['waited < duration("15m")', 'waited > duration("15m")'] };
    const source = text
      .replace(
        'x < 1, decide',
        `'${signal === 'due' ? 'due < timestamp("2026-01-01T00:00:00Z")' : (compared[signal as 'x'][0] ?? '')}', decide`,
      )
      .replace(
        'x < 2 && x < 3',
        `'${signal === 'due' ? 'due > timestamp("2026-01-01T00:00:00Z")' : (compared[signal as 'x'][1] ?? '')}'`,
      );
    const { message } = await onlyOne(
      ([below, above]) => ({
        kind: 'boundary-gap',
        signal,
        value,
        below,
        above,
        decider: null,
        all: true,
        witness: witness(),
      }),
      source,
    );
    expect(message).toContain(`is exactly ${written}:`);
  });

  it('come with the time that they need', async () => {
    const at = Date.UTC(2026, 5, 1);
    const { message, witness: shown } = await onlyOne(() => ({
      kind: 'invariant-violated',
      invariant: 0,
      rule: null,
      outcome: { decide: 'pause' },
      witness: witness({ at }),
    }));
    expect(message).toBe(
      'Does not hold if `x` = 0.5 USD at 2026-06-01T00:00:00Z: the default decides pause, but `kept` requires stop or escalate, to `desk`.',
    );
    expect(shown).toEqual({ input: { x: 0.5 }, at: '2026-06-01T00:00:00Z' });
  });
});

describe('where a part of the rule set cannot be read', () => {
  const facts = (project: Project): Fact[] => {
    const [a, b] = rulesOf(project);
    return [
      { kind: 'contradictory-trigger', rule: a, parts: [a.condition], firesOnUnknown: false, assumptions: [] },
      { kind: 'tautological-trigger', rule: b, others: [a], assumptions: [] },
      uncovered(witness()),
    ];
  };
  const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);

  it('only what holds whatever it says is told', async () => {
    const project = await projectOf(text.replace('rules:\n', 'rules:\n  - { id: z, wen: x < 5, decide: stop }\n'));
    const found = codes(told(project, ...facts(project)));
    expect(found.filter(code => code !== 'schema')).toEqual([
      'analysis-incomplete',
      'contradictory-trigger',
      'tautological-trigger',
    ]);
  });

  it('nothing is analysed where it is not even known what belongs to it', async () => {
    const project = await projectOf(`${text}default: { decide: stop }\n`);
    expect(codes(told(project))).toEqual(['yaml-syntax']);
    expect(await factsOf(project)).toBeNull();
  });

  it('a condition with an error does not switch off the rest', async () => {
    const project = await projectOf(text.replace('x < 1, decide', 'x < nothing, decide').replace('x < 3', 'x > 3'));
    expect(codes(checkRuleSet(project, quiet, await factsOf(project)))).toContain('contradictory-trigger');
  });
});

describe('suppressions of what was not looked for', () => {
  const suppressed = text.replace('default:', '# handrail-disable-next-line uncovered-input -- meant\ndefault:');
  const unused = (findings: readonly Finding[]) => findings.filter(({ code }) => code === 'unused-suppression');

  it('are not called unused', async () => {
    const project = await projectOf(suppressed);
    expect(unused(checkRuleSet(project, quiet, null))).toEqual([]);
    const incomplete: Fact = {
      kind: 'analysis-incomplete',
      undecided: [{ rule: null, question: 'uncovered-input', because: { kind: 'limit' } }],
    };
    expect(unused(checkRuleSet(project, quiet, [incomplete]))).toEqual([]);
    const broken = await projectOf(suppressed.replace('x < 1', 'x < nothing'));
    expect(unused(checkRuleSet(broken, quiet, []))).toEqual([]);
  });

  it('are unused where it was looked for in vain', async () => {
    expect(unused(checkRuleSet(await projectOf(suppressed), quiet, []))).toHaveLength(1);
    expect(unused(checkRuleSet(await projectOf(suppressed), quiet, [uncovered(witness())]))).toEqual([]);
  });
});

describe('the analysis', () => {
  const check = async (source: string, options: QueryOptions = {}) => {
    const workspace = memoryWorkspace({ 'a.escalation.yaml': source });
    return createQueries(workspace, { settings: () => quiet, ...options }).findings(workspace.uri('a.escalation.yaml'));
  };

  it('does not keep a rule set from deciding', async () => {
    const project = await projectOf(text.replace('x < 3', 'x > 3'));
    const findings = checkRuleSet(project, quiet, await factsOf(project));
    expect(findings.some(({ severity, code }) => severity === 'error' && code === 'contradictory-trigger')).toBe(true);
    expect(canDecide(project)).toBe(true);
  });

  it('can be left out, or kept short', async () => {
    const found = await check(text);
    expect(found.findings.map(({ code }) => code)).toContain('uncovered-input');
    const short = await check(text, { limit: 1 });
    expect(short.findings.map(({ code }) => code)).toContain('analysis-incomplete');
    const without = await check(text, { without: ['facts'] });
    expect(without.findings.filter(({ code }) => !code.startsWith('unused-'))).toEqual([]);
  });

  it('has nothing to do in a library', async () => {
    const library = text.slice(0, text.indexOf('rules:')) + text.slice(text.indexOf('invariants:'));
    const project = await projectOf(library);
    expect(project.kind).toBe('library');
    expect(await factsOf(project)).toBeNull();
  });

  it('names undecided rules and questions, and why they are', async () => {
    const project = await projectOf();
    const [a, b] = rulesOf(project);
    const limit = { kind: 'limit' } as const;
    const values = (...clauses: string[]) => ({ kind: 'values' as const, clauses });
    const findings = told(project, {
      kind: 'analysis-incomplete',
      undecided: [
        { rule: a, question: 'shadowed-rule', because: limit },
        { rule: b, question: 'shadowed-rule', because: limit },
        { rule: null, question: 'uncovered-input', because: limit },
        { rule: b, question: 'fails-open', because: values('x > 3 *\n average') },
        { rule: null, question: 'invariant-violated', because: values('x > y', 'x > 3 *\n average'), invariant: 0 },
      ],
    });
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'information: Undecided: whether the rule ever decides (`a` and `b`) and whether rules decide every input. The work limit was reached first.',
      'information: Undecided: whether a missing signal lets the agent continue (`b`) and whether the invariants hold (`kept`). ' +
        'Neither proved nor disproved: `x > 3 * average` and `x > y` cannot be analysed exactly.',
    ]);
  });
});
