import { isJsonObject, ownValue } from '../../engine/model/json.ts';
import { runSample } from '../../engine/index.ts';
import { canDecide } from '../findings/breaking.ts';
import { listIn } from '../source/project/names.ts';
import type { SamplesFile } from '../source/project/samples.ts';
import { verdictOf, type CaseRun } from './case-run.ts';
import { compiledProject } from './compiled.ts';

/**
 * Runs the samples of a file, a step each. A sample is broken if its entry breaks the schema, if YAML cannot read the file, or if the rule set
 * cannot decide.
 * @param now the decision time of samples that give none, in milliseconds since the Unix epoch
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

/** All samples of a file at once. */
export function runSamples(samples: SamplesFile, now: number): CaseRun[] {
  const steps = runningSamples(samples, now);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Whether a sample can come out differently at another time: it gives none, and rules, ages of signals or office hours depend on it. */
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
