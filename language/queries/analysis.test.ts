import { expect, test } from 'vitest';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { runAtOnce } from '../../engine/model/steps.ts';
import type { LiveWorkspace } from '../workspace.ts';
import { createQueries } from './create-queries.ts';
import type { Schedule } from './queries.ts';

const name = 'a.escalation.yaml';
const text =
  'escalation: 1\nname: a\nversion: 1.0.0\nsignals: { spare: { type: number } }\nrules:\n  - { id: only, when: true, decide: stop }\n';

const broken: Schedule = (steps, work) => {
  if (work?.query === 'analysis') throw new Error('a bug');
  return runAtOnce(steps);
};

test('an internal error of an analysis is reported, and leaves a file the findings of its text', async () => {
  const workspace = memoryWorkspace({ [name]: text });
  const uri = workspace.uri(name);
  const failures: string[] = [];
  const failed = (of: string, error: unknown) => void failures.push(`${of} ${String(error)}`);
  const { findings } = await createQueries(workspace, { schedule: broken, failed }).findings(uri);
  expect(findings.map(({ code }) => code)).toEqual(['unused-signal']);
  expect(failures).toEqual([`${uri} Error: a bug`]);
});

test('an internal error is thrown if nobody handles it', async () => {
  const workspace = memoryWorkspace({ [name]: text });
  await expect(createQueries(workspace, { schedule: broken }).findings(workspace.uri(name))).rejects.toThrow('a bug');
});

test('the last analysis of a rule set is at hand', async () => {
  const workspace = memoryWorkspace({ [name]: text });
  const queries = createQueries(workspace);
  const project = await queries.project(workspace.uri(name));
  if (project === null) throw new Error('There is no such file.');
  const analysis = await queries.analysis(project);
  expect(analysis).not.toBeNull();
  expect(await queries.analysis(project)).toBe(analysis);
  expect(queries.memoryOf(project.uri)).toBe(analysis?.memory);
});

test('an analysis of a text that is gone is broken off, and what it found out is kept', async () => {
  let texts = text;
  const workspace: LiveWorkspace & { revision: number } = {
    revision: 0,
    known: uri =>
      Promise.resolve(
        uri.endsWith(name) ? { contents: { text: texts }, stamp: texts.length } : { contents: undefined, stamp: -1 },
      ),
    read: async uri => {
      const { contents } = await workspace.known(uri);
      return contents === undefined ? undefined : { uri, ...contents };
    },
    list: () => Promise.resolve([uri]),
  };
  const uri = `file:///project/${name}`;
  const analysed: string[] = [];
  const schedule: Schedule = async (steps, work) => {
    if (work?.query !== 'analysis') return runAtOnce(steps);
    analysed.push(texts);
    steps.next();
    if (texts === text) {
      texts += '  - { id: never, when: true, decide: pause }\n';
      workspace.revision++;
    }
    await work.proceed();
    return runAtOnce(steps);
  };
  const { findings } = await createQueries(workspace, { schedule }).findings(uri);
  expect(findings.map(({ code }) => code)).toContain('shadowed-rule');
  expect(analysed).toEqual([text, texts]);
});
