import type { SamplesRun } from '../../language/features/sample-lenses.ts';
import { samplesOf } from '../../language/features/projects.ts';
import type { Session } from '../session.ts';

/** The current results of a rule set's samples. */
export async function runsOf({ queries }: Pick<Session, 'queries'>, ruleSet: string): Promise<SamplesRun[]> {
  const runs: SamplesRun[] = [];
  for (const { uri } of await samplesOf(queries, ruleSet)) {
    const checked = await queries.findings(uri);
    if (checked.kind === 'samples' && checked.cases !== null)
      runs.push({ samples: checked.samples, cases: checked.cases });
  }
  return runs;
}
