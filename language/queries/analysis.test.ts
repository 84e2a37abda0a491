import { expect, test } from 'vitest';
import { memoryWorkspace } from '../../test/support/memory-workspace.ts';
import { loadProject } from '../source/project/project.ts';
import { Analyses } from './analysis.ts';
import { slicesOn } from '../../server/workspace/slices.ts';

test('an internal error of an analysis is logged, and leaves a file the findings of its text', async () => {
  const workspace = memoryWorkspace({
    'a.escalation.yaml': 'escalation: 1\nname: a\nversion: 1.0.0\nrules:\n  - { id: only, when: true, decide: stop }\n',
  });
  const uri = workspace.uri('a.escalation.yaml');
  const project = await loadProject(workspace, uri);
  if (project === null) throw new Error('There is no such file.');
  const failures: string[] = [];
  let time = 0;
  const environment = {
    // Each look at the clock finds a slice at its end.
    clock: () => (time += 10),
    timers: { after: () => () => undefined, idle: () => Promise.reject(new Error('a bug')) },
  };
  const analyses = new Analyses(
    environment.clock,
    slicesOn(environment),
    (of, error) => void failures.push(`${of} ${String(error)}`),
  );
  expect(await analyses.factsOf(project, () => Promise.resolve(false))).toBeNull();
  expect(failures).toEqual([`${uri} Error: a bug`]);
});
