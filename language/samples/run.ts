import { isJsonObject, ownValue } from '../../engine/model/json.ts';
import { runSample } from '../../engine/index.ts';
import { canDecide } from '../findings/breaking.ts';
import { listIn } from '../source/project/names.ts';
import type { SamplesFile } from '../source/project/samples.ts';
import { verdictOf, type CaseRun } from './case-run.ts';
import { compiledProject } from './compiled.ts';

/**
 * Runs the samples of a file, one per step. A sample is broken if its entry violates the schema, the file is not valid YAML or the
 * rule set cannot decide.
 * @param now the time of decision for samples without `at`, in milliseconds since the Unix epoch
 */
export function* runningSamples(samples: SamplesFile, now: number): Generator<void, CaseRun[], undefined> {
  const { project, document } = samples;
  const readable = document.problems.every(({ code }) => code !== 'yaml-syntax');
  const compiled = readable && project !== null && canDecide(project) ? compiledProject(project) : null;
  const sound = new Map(samples.cases.map(({ index, sample }) => [index, sample]));
  const cases: CaseRun[] = [];
  for (const [index, value] of listIn(document.value, 'cases').entries()) {
    const name = ownValue(value, 'name');
    const about = {
      name: isJsonObject(value) && typeof name === 'string' ? name : `sample ${index + 1}`,
      index,
      range: document.rangeOf(['cases', index]),
    };
    const sample = sound.get(index);
    if (compiled === null || sample === undefined) {
      cases.push({ ...about, verdict: 'broken', result: null });
      continue;
    }
    yield;
    const result = runSample(compiled, sample, now);
    cases.push({ ...about, verdict: verdictOf(result), result });
  }
  return cases;
}

/** True if results can change with the time: a sample has no `at`, and rules, signals or opening hours depend on the time. */
export function dependOnTime({ cases, project }: SamplesFile): boolean {
  if (project === null) return false;
  const { rules, signals = {}, targets = {} } = project.ruleSet;
  const decisionsDo =
    rules.some(({ effective }) => effective !== undefined) ||
    Object.values(signals).some(({ maxAge }) => maxAge !== undefined);
  const handoffsDo = Object.values(targets).some(({ hours }) => hours !== undefined);
  return cases.some(
    ({ sample: { at, handoff } }) => at === undefined && (decisionsDo || (handoffsDo && handoff !== undefined)),
  );
}
