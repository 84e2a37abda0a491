import { expect, test } from 'vitest';
import { memoryWorkspace } from '../../test/support/memory-workspace.ts';
import { Analyses } from './analysis.ts';
import { LoadedProjects } from './queries.ts';
import type { OpenDocuments } from '../../server/workspace/open-documents.ts';
import { slicesOn } from '../../server/workspace/slices.ts';
import { WorkspaceFiles } from '../../server/workspace/workspace-files.ts';

const text = 'escalation: 1\nname: a\nversion: 1.0.0\nrules:\n  - { id: only, when: true, decide: stop }\n';

/** Projects of files on disk; each slice lets others have a turn. */
function loaded(texts: Record<string, string>) {
  const workspace = memoryWorkspace(texts);
  const open = { get: () => undefined, uris: () => [] } as unknown as OpenDocuments;
  const disk = {
    read: async (uri: string) => {
      const file = await workspace.read(uri);
      return file === undefined || 'unreadable' in file ? undefined : { text: file.text };
    },
    list: async () => ({ uris: await workspace.list(), complete: true }),
  };
  let time = 0;
  const turns: number[] = [];
  const environment = {
    // Each look at the clock finds a slice at its end.
    clock: () => (time += 10),
    timers: { after: () => () => undefined, idle: () => Promise.resolve(void turns.push(time)) },
  };
  const files = new WorkspaceFiles(disk, open, () => undefined);
  const configuration = { severity: {} };
  return {
    projects: new LoadedProjects(files, () => configuration, new Analyses(environment.clock, slicesOn(environment))),
    uri: workspace.uri('a.escalation.yaml'),
    turns,
  };
}

test('a file is read once, also by two who ask at the same time, and in slices', async () => {
  const { projects, uri, turns } = loaded({ 'a.escalation.yaml': text });
  const [one, other] = await Promise.all([projects.project(uri), projects.project(uri)]);
  expect(one).not.toBeNull();
  expect(other).toBe(one);
  expect(await projects.project(uri)).toBe(one);
  expect(turns.length).toBeGreaterThan(10);
});

test('what is forgotten is let go of, and made anew when it is asked of again', async () => {
  const { projects, uri } = loaded({ 'a.escalation.yaml': text });
  const before = await projects.check(uri);
  projects.forget(uri);
  const after = await projects.check(uri);
  expect(after).not.toBe(before);
  expect(after.kind === 'rule-set' && before.kind === 'rule-set' && after.project !== before.project).toBe(true);
  expect(after.findings).toEqual(before.findings);
});
