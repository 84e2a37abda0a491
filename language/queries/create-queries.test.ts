import { expect, test } from 'vitest';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { runAtOnce } from '../../engine/model/steps.ts';
import { createQueries } from './create-queries.ts';
import type { Schedule } from './queries.ts';

const name = 'a.escalation.yaml';
const text = 'escalation: 1\nname: a\nversion: 1.0.0\nrules:\n  - { id: only, when: true, decide: stop }\n';
const samples =
  'samples: 1\nruleset: ./a.escalation.yaml\ncases:\n  - { name: one, input: {}, expect: { decide: pause } }\n';

test('a file is read once, also by two who ask at the same time, and bit by bit', async () => {
  const workspace = memoryWorkspace({ [name]: text });
  let turns = 0;
  const schedule: Schedule = async steps => {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await Promise.resolve(turns++);
    }
  };
  const queries = createQueries(workspace, { schedule });
  const uri = workspace.uri(name);
  const [one, other] = await Promise.all([queries.project(uri), queries.project(uri)]);
  expect(one).not.toBeNull();
  expect(other).toBe(one);
  expect(await queries.project(uri)).toBe(one);
  expect(turns).toBeGreaterThan(10);
});

test.each(['document', 'project', 'samples', 'findings'] as const)(
  'a forgotten answer is dropped, and worked out again on request: %s',
  async query => {
    const workspace = memoryWorkspace({ [name]: text, 'a.samples.yaml': samples });
    const uri = workspace.uri(query === 'samples' ? 'a.samples.yaml' : name);
    const queries = createQueries(workspace);
    const before = await queries[query](uri);
    expect(await queries[query](uri)).toBe(before);
    queries.forget(uri);
    const after = await queries[query](uri);
    expect(after).not.toBeNull();
    expect(after).not.toBe(before);
  },
);

test('an analysis is forgotten with its file', async () => {
  const workspace = memoryWorkspace({ [name]: text });
  const uri = workspace.uri(name);
  const queries = createQueries(workspace);
  await queries.findings(uri);
  expect(queries.memoryOf(uri)).not.toBeNull();
  queries.forget(uri);
  expect(queries.memoryOf(uri)).toBeNull();
});

test('findings go without the queries that are left out', async () => {
  const rules = `${text}  - { id: never, when: 1 > 2, decide: stop }\n`;
  const workspace = memoryWorkspace({ [name]: rules, 'a.samples.yaml': samples });
  const asked: (string | undefined)[] = [];
  const schedule: Schedule = (steps, work) => (asked.push(work?.query), runAtOnce(steps));
  const codesOf = async (without: readonly ('facts' | 'cases')[]) => {
    const queries = createQueries(workspace, { schedule, without });
    const found = [
      await queries.findings(workspace.uri(name)),
      await queries.findings(workspace.uri('a.samples.yaml')),
    ];
    return found.flatMap(({ findings }) => findings.map(({ code }) => code));
  };
  expect(await codesOf([])).toEqual(['tautological-trigger', 'contradictory-trigger', 'sample-fails']);
  asked.length = 0;
  expect(await codesOf(['facts', 'cases'])).toEqual([]);
  expect(asked.filter(each => each !== undefined)).toEqual([]);
});

test('another version of a rule set makes loading faster: a condition that did not change is the same object', async () => {
  const workspace = (content: string) => memoryWorkspace({ [name]: content });
  const uri = workspace('').uri(name);
  const before = await createQueries(workspace(text)).project(uri);
  const queries = createQueries(workspace(text.replace('1.0.0', '1.0.1')));
  const after = await queries.project(uri, before);
  expect(after?.ruleSet.version).toBe('1.0.1');
  expect(after?.expressions[0]?.checked).toBe(before?.expressions[0]?.checked);
  expect(await queries.findings(uri)).toMatchObject({ project: after });
});
