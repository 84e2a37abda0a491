import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import { type CompiledRuleSet, decide, runSample, sampleGrants } from '../../engine/index.ts';
import { samplesOf } from '../../language/features/projects.ts';
import { failureLines, verdictOf } from '../../language/samples/case-run.ts';
import type { SamplesFile } from '../../language/source/project/samples.ts';
import type { SampleOutcome, SimulateParams, SimulateResult } from '../../protocol/server.ts';
import { InvalidParams } from '../protocol/requests.ts';
import type { Session } from '../session.ts';
import { brokenness } from './brokenness.ts';
import { ruleSetView, sampleViews } from './rule-set-view.ts';

const nothing: SimulateResult = { ruleSet: null, broken: null, record: null, declared: null, sample: null };

/** Decides an input with the current text of a rule set, or with its last version without errors. */
export async function simulate(session: Session, params: SimulateParams): Promise<SimulateResult> {
  const { environment, queries, goodVersions, open } = session;
  const at = params.at === null || params.at === undefined ? environment.clock() : parseTimestamp(params.at);
  if (at === undefined) throw new InvalidParams(`"${params.at}" is not an RFC 3339 time.`);
  const uri = open.canonical(params.uri);
  session.simulated.add(uri);
  const project = await queries.project(uri);
  if (project === null) return nothing;
  const broken = brokenness(project, each => open.forClient(each));
  if (broken === null) goodVersions.note(project);
  const good = goodVersions.of(uri);
  if (good === null) return { ...nothing, broken };
  const files = await samplesOf(queries, uri);
  const samples = sampleViews(files, each => open.forClient(each));
  const deciding = good.compiledWith(params.thresholds ?? {});
  const input = params.input ?? null;
  const given = params.grants ?? [];
  const decideWith = (compiled: CompiledRuleSet, trace: boolean) => {
    const { grants } = sampleGrants(compiled, { input, grants: given }, at);
    return decide(compiled, input, { at, trace, ...(given.length === 0 ? {} : { grants }) });
  };
  return {
    ruleSet: ruleSetView(open.forClient(uri), good.compiled, samples),
    broken,
    record: decideWith(deciding, true),
    declared: deciding === good.compiled ? null : decideWith(good.compiled, false),
    sample: outcomeOf(params.sample ?? null, files, good.compiled, environment.clock()),
  };
}

function outcomeOf(
  name: string | null,
  files: readonly SamplesFile[],
  compiled: CompiledRuleSet,
  now: number,
): SampleOutcome | null {
  const found = files.flatMap(({ cases }) => cases).find(({ sample }) => sample.name === name);
  if (name === null || found === undefined) return null;
  const result = runSample(compiled, found.sample, now);
  return { name, verdict: verdictOf(result), failures: failureLines(result) };
}
