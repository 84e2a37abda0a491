import { expect, test } from 'vitest';
import { runAtOnce } from '../../engine/model/steps.ts';
import { createQueries } from '../queries/create-queries.ts';
import { documentsOf } from '../source/documents.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { runningSamples } from '../samples/run.ts';
import { loadProject } from '../source/project/project.ts';
import { sampleLenses } from './sample-lenses.ts';

const rules = `escalation: 1
name: refunds
version: 1.0.0
signals: { amount: { type: number } }
rules:
  - { id: large, version: 1, when: amount > 200, decide: stop, effective: { until: 2026-01-01T00:00:00Z } }
  - { id: large, version: 2, when: amount > 100, decide: stop, effective: { from: 2026-01-01T00:00:00Z } }
  - { id: small, when: amount < 10, decide: continue }
  - { id: without, when: amount == 50, decide: pause }
default: { decide: pause }
`;
const at = 'at: 2026-03-02T10:00:00Z';

async function lensesWith(cases: readonly string[], ruleSet = rules) {
  const workspace = memoryWorkspace({
    'refunds.escalation.yaml': ruleSet,
    'refunds.samples.yaml': `samples: 1\nruleset: ./refunds.escalation.yaml\ncases:\n${cases.map(each => `  - { name: n, ${each} }\n`).join('')}`,
  });
  const project = await loadProject(documentsOf(workspace), workspace.uri('refunds.escalation.yaml'));
  const samples = await createQueries(workspace).samples(workspace.uri('refunds.samples.yaml'));
  if (project === null || samples === null) throw new Error('The files are there.');
  const lenses = sampleLenses(project, [{ samples, cases: runAtOnce(runningSamples(samples, 0)) }]);
  return lenses.map(
    ({ range, title, sample }) =>
      `${ruleSet.split('\n')[range.start.line]?.slice(0, 28).trim() ?? ''} ${title}, sample ${sample.range.start.line - 2}`,
  );
}

test('a sample is one of the rule that it expects, or else of the rule that decides it', async () => {
  const cases = [
    `${at}, input: { amount: 150 }, expect: { rule: large }`,
    `${at}, input: { amount: 60 }, expect: { rule: large }`,
    `${at}, input: { amount: 5 }, expect: { decide: continue }`,
    `${at}, input: { amount: 5 }, expect: { rule: default }`,
    `${at}, input: { amount: 5 }`,
  ];
  expect(await lensesWith(cases)).toEqual([
    '- { id: large, version: 2, Samples: 1 passes, 1 fails, sample 2',
    '- { id: small, when: amoun Samples: 1 passes, sample 3',
    'default: { decide: pause } Samples: 1 fails, sample 4',
  ]);
});

test('the version that a sample expects is the one that is named, or the one in force at its time', async () => {
  const cases = [
    `${at}, input: { amount: 60 }, expect: { rule: large@1 }`,
    `at: 2025-03-02T10:00:00Z, input: { amount: 60 }, expect: { rule: large }`,
  ];
  expect(await lensesWith(cases)).toEqual(['- { id: large, version: 1, Samples: 2 fail, sample 1']);
});

test('nothing is said of samples that cannot run', async () => {
  const broken = rules.replace('amount > 100', 'amuont > 100');
  expect(await lensesWith([`${at}, input: { amount: 150 }, expect: { rule: large }`], broken)).toEqual([]);
});
