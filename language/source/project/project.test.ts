import { describe, expect, it } from 'vitest';
import { createQueries } from '../../queries/create-queries.ts';
import { documentsOf } from '../documents.ts';
import { memoryWorkspace } from '../../../testing/memory-workspace.ts';
import type { Range } from '../../location.ts';
import type { SourceDocument } from '../document/document.ts';
import { loadProject, type Project } from './project.ts';

const rules = `escalation: 1
name: refunds
version: 1.0.0
imports: [./lib/targets.escalation.yaml]
signals:
  amount: { type: number }
  'customer.tier': { type: string }
thresholds: { most: 100 }
payloads:
  "handoff@1": { schema: ./lib/handoff.json, fields: { amount: amount, tier: customer.tier } }
rules:
  - id: large
    version: 2
    when:
      all:
        - amount > thresholds.most
        - any: ['customer.tier == "free"', { not: has(amount) }]
    decide: escalate
    to: desk
    payload: handoff@1
    reason: "{{ amount }} is above {{ thresholds.most }}"
default: { decide: pause }
assumptions: [{ holds: amount < 10000 }]
invariants: [{ id: safe, when: amount > 500, require: { to: [desk], payload: handoff@1 } }]
`;
const targets = `escalation: 1
name: targets
version: 1.0.0
imports: [./last.escalation.yaml]
targets: { desk: { kind: human, acknowledgeWithin: 5m, onTimeout: night } }
assumptions: [{ holds: 'true' }]
`;
const last = `escalation: 1
name: last
version: 1.0.0
targets: { night: { kind: human, acknowledgeWithin: 5m } }
`;
const samples = `samples: 1
ruleset: ./refunds.escalation.yaml
cases:
  - { name: one, input: {}, expect: { rule: "large@2", to: desk, payload: handoff@1, missing: [amount] } }
  - { name: two, input: {}, expect: { rule: default, to: null }, handoff: [{ after: 1m, expect: { to: night } }] }
`;
const files = {
  'refunds.escalation.yaml': rules,
  'lib/targets.escalation.yaml': targets,
  'lib/last.escalation.yaml': last,
  'lib/handoff.json': '{ "type": "object", "required": ["amount"] }',
  'refunds.samples.yaml': samples,
};

async function load(changes: Record<string, string> = {}): Promise<Project> {
  const workspace = memoryWorkspace({ ...files, ...changes });
  const project = await loadProject(documentsOf(workspace), workspace.uri('refunds.escalation.yaml'));
  if (project === null) throw new Error('The rule set is not there.');
  return project;
}

const underlined = (document: SourceDocument | undefined, range: Range) =>
  document?.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));

describe('a rule set with its imports', () => {
  it('is merged: declarations of the imports first, in the order in which they are needed', async () => {
    const { ruleSet, kind, fileProblems, schemaProblems, files: read } = await load();
    expect({ kind, fileProblems, schemaProblems }).toEqual({ kind: 'rule-set', fileProblems: [], schemaProblems: [] });
    expect(read.map(file => file.uri.replace(/.*\//, ''))).toEqual([
      'refunds.escalation.yaml',
      'last.escalation.yaml',
      'targets.escalation.yaml',
    ]);
    expect(Object.keys(ruleSet.targets ?? {})).toEqual(['night', 'desk']);
    expect(ruleSet.payloads?.['handoff@1']).toEqual({
      schema: { type: 'object', required: ['amount'] },
      fields: { amount: 'amount', tier: 'customer.tier' },
    });
    expect(ruleSet.assumptions?.map(each => each.holds)).toEqual(['amount < 10000', 'true']);
    expect(ruleSet.rules.map(rule => rule.id)).toEqual(['large']);
    expect(ruleSet).not.toHaveProperty('imports');
  });

  it('takes the first of two definitions of one name, the import’s before its own', async () => {
    const own = 'targets: { own: { kind: agent }, desk: { kind: agent, onTimeout: stop } }\nrules:';
    const { ruleSet } = await load({ 'refunds.escalation.yaml': rules.replace('rules:', own) });
    expect(Object.entries(ruleSet.targets ?? {}).map(([name, target]) => `${name}: ${target.kind}`)).toEqual([
      'night: human',
      'desk: human',
      'own: agent',
    ]);
  });

  it('knows where each part of it was written', async () => {
    const project = await load();
    const where = (path: (string | number)[]) => {
      const origin = project.originOf(path);
      return origin && `${origin.uri.replace(/.*\//, '')} ${origin.path.join('/')}`;
    };
    expect(where(['rules', 0, 'when', 'all', 0])).toBe('refunds.escalation.yaml rules/0/when/all/0');
    expect(where(['assumptions', 1, 'holds'])).toBe('targets.escalation.yaml assumptions/0/holds');
    expect(where(['targets', 'night', 'kind'])).toBe('last.escalation.yaml targets/night/kind');
    expect(where(['targets', 'nobody'])).toBeNull();
    expect(where(['rules', 7])).toBeNull();
  });

  it('counts rules as the file does, where one of them is broken', async () => {
    const project = await load({
      'refunds.escalation.yaml': rules.replace('rules:\n', 'rules:\n  - id: broken\n    wen: x\n'),
    });
    expect(project.ruleSet.rules.map(rule => rule.id)).toEqual(['large']);
    expect(project.originOf(['rules', 0])?.path).toEqual(['rules', 1]);
    expect(project.definitionsOf('rule', 'broken')).toHaveLength(1);
  });

  it('finds every name and every place that uses it', async () => {
    const project = await load();
    for (const { uri, range, name } of project.definitions)
      expect(underlined(project.documents.get(uri), range)).toBe(name);
    for (const { uri, range, name } of project.references)
      expect(underlined(project.documents.get(uri), range)).toBe(name);
    const counted = (kind: 'signal' | 'threshold' | 'target' | 'payload', name: string) =>
      project.referencesTo(kind, name).length;
    expect(counted('signal', 'amount')).toBe(6);
    expect(counted('signal', 'customer.tier')).toBe(2);
    expect(counted('threshold', 'most')).toBe(2);
    expect(counted('target', 'desk')).toBe(2);
    expect(counted('target', 'night')).toBe(1);
    expect(counted('payload', 'handoff@1')).toBe(2);
    expect(project.definitions.map(each => `${each.kind} ${each.name}`)).toEqual([
      'signal amount',
      'signal customer.tier',
      'threshold most',
      'payload handoff@1',
      'rule large',
      'invariant safe',
      'target night',
      'target desk',
    ]);
  });

  it('tells the name at a position', async () => {
    const project = await load();
    const at = (text: string, within: number) => {
      const { document, uri } = project;
      return project.nameAt(uri, document.positionAt(document.text.indexOf(text) + within));
    };
    expect(at('amount > thresholds', 2)).toMatchObject({ reference: { kind: 'signal', name: 'amount' } });
    expect(at('thresholds.most', 12)).toMatchObject({ reference: { kind: 'threshold', name: 'most' } });
    expect(at("'customer.tier':", 3)).toMatchObject({ definition: { kind: 'signal', name: 'customer.tier' } });
    expect(at('decide:', 2)).toBeNull();
  });

  it('is loaded as far as it goes without its imports and schemas', async () => {
    const workspace = memoryWorkspace({ 'refunds.escalation.yaml': rules });
    const project = await loadProject(documentsOf(workspace), workspace.uri('refunds.escalation.yaml'));
    expect(project?.fileProblems.map(problem => problem.message)).toEqual([
      'There is no file ./lib/targets.escalation.yaml.',
      'There is no schema file ./lib/handoff.json.',
    ]);
    expect(project?.ruleSet.payloads?.['handoff@1']).not.toHaveProperty('schema');
    expect(await loadProject(documentsOf(workspace), workspace.uri('other.escalation.yaml'))).toBeNull();
  });

  it('says why a file cannot be read', async () => {
    const workspace = memoryWorkspace(files);
    const unreadable: typeof workspace = {
      ...workspace,
      read: uri =>
        uri.includes('/lib/') ? Promise.resolve({ uri, unreadable: 'permission denied' }) : workspace.read(uri),
    };
    const project = await loadProject(documentsOf(unreadable), workspace.uri('refunds.escalation.yaml'));
    expect(project?.fileProblems.map(problem => problem.message)).toEqual([
      './lib/targets.escalation.yaml cannot be read: permission denied',
      'The schema file ./lib/handoff.json cannot be read: permission denied',
    ]);
  });

  it('ends at cycles of imports', async () => {
    const project = await load({
      'lib/last.escalation.yaml': last.replace(
        'targets:',
        'imports: [./targets.escalation.yaml, ../refunds.escalation.yaml]\ntargets:',
      ),
    });
    expect(project.fileProblems.map(problem => problem.message)).toEqual([
      expect.stringContaining('targets.escalation.yaml → last.escalation.yaml → targets.escalation.yaml'),
      expect.stringContaining(
        'refunds.escalation.yaml → targets.escalation.yaml → last.escalation.yaml → refunds.escalation.yaml',
      ),
    ]);
    expect(Object.keys(project.ruleSet.targets ?? {})).toEqual(['night', 'desk']);
  });

  it('ends at imports without end', async () => {
    const workspace = memoryWorkspace({});
    let read = 0;
    const endless: typeof workspace = {
      ...workspace,
      read: uri => {
        read++;
        const depth = Number(/(\d+)\.escalation/.exec(uri)?.[1] ?? 0);
        return Promise.resolve({
          uri,
          text: `escalation: 1\nname: x\nversion: 1.0.0\nimports: [./${depth + 1}.escalation.yaml]\n`,
        });
      },
    };
    const project = await loadProject(documentsOf(endless), workspace.uri('0.escalation.yaml'));
    expect(read).toBeLessThan(100);
    expect(project?.fileProblems.map(problem => problem.message)).toEqual([expect.stringMatching(/^Too many imports/)]);
  });

  it('checks conditions over a signal whose declaration has a fault of its own', async () => {
    const project = await load({
      'refunds.escalation.yaml': rules.replace('amount: { type: number }', 'amount: { type: number, minimun: 3 }'),
    });
    expect(project.schemaProblems).toHaveLength(1);
    expect(project.expressions.flatMap(expression => expression.checked.problems)).toEqual([]);
  });

  it('is read from JSON as from YAML', async () => {
    const workspace = memoryWorkspace({
      'a.escalation.json':
        '{ "escalation": 1, "name": "a", "version": "1.0.0",\n "signals": { "x": { "type": "number" } },\n "rules": [ { "id": "r", "when": "x > y", "decide": "stop" } ] }',
    });
    const project = await loadProject(documentsOf(workspace), workspace.uri('a.escalation.json'));
    expect(project?.schemaProblems).toEqual([]);
    const [reference] = project?.referencesTo('signal', 'x') ?? [];
    expect(reference?.range).toEqual({ start: { line: 2, character: 34 }, end: { line: 2, character: 35 } });
  });
});

describe('samples', () => {
  it('come with their rule set and what they name in it', async () => {
    const workspace = memoryWorkspace(files);
    const loaded = await createQueries(workspace).samples(workspace.uri('refunds.samples.yaml'));
    expect(loaded?.project?.ruleSet.name).toBe('refunds');
    expect(loaded?.cases.map(each => each.sample.name)).toEqual(['one', 'two']);
    expect(
      loaded?.references.map(each =>
        `${each.kind} ${underlined(loaded.document, each.range) ?? ''} ${each.version ?? ''}`.trim(),
      ),
    ).toEqual(['rule large 2', 'target desk', 'payload handoff@1', 'signal amount', 'target night']);
  });

  it('are loaded without a rule set too', async () => {
    const workspace = memoryWorkspace({
      'a.samples.yaml': samples,
      'b.samples.yaml': 'samples: 1\nruleset: 3\ncases: []',
    });
    const a = await createQueries(workspace).samples(workspace.uri('a.samples.yaml'));
    expect(a).toMatchObject({
      project: null,
      fileProblems: [{ message: 'There is no rule file ./refunds.escalation.yaml.' }],
    });
    expect(await createQueries(workspace).samples(workspace.uri('b.samples.yaml'))).toMatchObject({
      project: null,
      fileProblems: [],
    });
  });
});
