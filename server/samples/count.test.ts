import { afterEach, expect, test, vi } from 'vitest';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import type { SamplesRanParams } from '../../protocol/server.ts';
import type { Session } from '../session.ts';
import { createQueries } from '../../language/queries/create-queries.ts';
import type { OpenDocuments } from '../workspace/open-documents.ts';
import { slicesOn } from '../workspace/slices.ts';
import { WorkspaceFiles } from '../workspace/workspace-files.ts';
import { countSamples } from './count.ts';

const start = Date.UTC(2026, 2, 2, 10);
const rules = (effective: string) => `escalation: 1
name: timed
version: 1.0.0
signals: { amount: { type: number } }
rules:
  - { id: large, when: amount > 5, decide: stop, ${effective} }
default: { decide: pause }
`;
const samples = `samples: 1
ruleset: ./timed.escalation.yaml
cases:
  - { name: Large, input: { amount: 9 }, expect: { decide: stop } }
`;

/** A counter whose clock and timers are in the hands of the test. */
function counterOf(ruleSet: string) {
  vi.useFakeTimers({ now: start });
  const workspace = memoryWorkspace({ 'timed.escalation.yaml': ruleSet, 'timed.samples.yaml': samples });
  const open = { get: () => undefined, uris: () => [], forClient: (uri: string) => uri };
  const environment = {
    clock: () => Date.now(),
    files: {
      read: async (uri: string) => {
        const file = await workspace.read(uri);
        return file === undefined || 'unreadable' in file ? undefined : { text: file.text };
      },
      list: async () => ({ uris: await workspace.list(), complete: true }),
    },
    timers: {
      after: (milliseconds: number, task: () => void) => {
        const timer = setTimeout(task, milliseconds);
        return () => clearTimeout(timer);
      },
      idle: () => Promise.resolve(),
    },
  };
  const files = new WorkspaceFiles(environment.files, open as unknown as OpenDocuments, () => undefined);
  const sent: SamplesRanParams[] = [];
  const session = {
    files,
    open,
    environment,
    queries: createQueries(files, { clock: environment.clock, schedule: slicesOn(environment) }),
    connection: {
      sendNotification: (_: string, params: SamplesRanParams) => Promise.resolve(sent.push(params)),
      console: { error: (message: string) => expect(message).toBe('') },
    },
  };
  let ticks = 0;
  const counter = countSamples(session as unknown as Session, () => {
    ticks++;
    files.revision++;
    counter.changed();
  });
  counter.changed();
  return { sent, counter, ticks: () => ticks };
}

afterEach(() => vi.useRealTimers());

test('a sample without a time is run again as time passes, and fails once its rule is no longer in force', async () => {
  const { sent, counter } = counterOf(rules('effective: { until: "2026-03-02T10:03:00Z" }'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent.map(({ counts }) => counts.failed)).toEqual([0]);
  await vi.advanceTimersByTimeAsync(240_000);
  expect(sent.map(({ counts }) => counts.failed)).toEqual([0, 1]);
  expect(sent.at(-1)?.first).toMatchObject({ range: { start: { line: 3 } } });
  counter.dispose();
  expect(vi.getTimerCount()).toBe(0);
});

test('where nothing depends on the time, nothing is run again', async () => {
  const { sent, counter, ticks } = counterOf(rules('severity: high'));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(sent).toHaveLength(1);
  expect(ticks()).toBe(0);
  counter.dispose();
});
