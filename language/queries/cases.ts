import type { CaseRun } from '../samples/case-run.ts';
import { dependOnTime, runningSamples } from '../samples/run.ts';
import type { SamplesFile } from '../source/project/samples.ts';
import type { Sources } from './queries.ts';

export async function cases(queries: Sources, samples: SamplesFile): Promise<CaseRun[]> {
  if (dependOnTime(samples)) await queries.minute();
  return queries.work(runningSamples(samples, queries.now()), { query: 'cases', uri: samples.uri });
}
