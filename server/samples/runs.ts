import type { SamplesRun } from '../../language/features/sample-lenses.ts';
import { samplesOf } from '../../language/features/projects.ts';
import type { Session } from '../session.ts';

/** The current results of a rule set's samples. */
export async function runsOf({ projects }: Pick<Session, 'projects'>, ruleSet: string): Promise<SamplesRun[]> {
  const runs: SamplesRun[] = [];
  for (const { uri } of await samplesOf(projects, ruleSet)) {
    const checked = await projects.check(uri);
    if (checked.kind === 'samples' && checked.cases !== null)
      runs.push({ samples: checked.samples, cases: checked.cases });
  }
  return runs;
}
