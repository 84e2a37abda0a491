import { clausesOf, compile, decide, type FactOf } from '../../../engine/index.ts';
import { parseTimestamp } from '../../../engine/model/time/timestamp.ts';
import { isJsonObject, valueAtPath } from '../../../engine/model/json.ts';
import type { RuleSet, Signal } from '../../../engine/model/rule-set.ts';
import type { Project } from '../../source/project/project.ts';
import type { SamplesFile } from '../../source/project/samples.ts';
import { factsOf, ownPlace } from '../fact-places.ts';
import { assumptionInWords } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { related } from '../places.ts';

export const assumptionUnsatisfiable: FindingDefinition = {
  code: 'assumption-unsatisfiable',
  category: 'rules',
  severity: 'error',
  title: 'Unsatisfiable or broken assumption',
  summary:
    'No input meets the assumptions, so nothing can be proved about the rules; or a sample breaks an assumption.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'assumption-unsatisfiable').flatMap(fact => unsatisfiable(fact, project)),
  detectInSamples: brokenInSamples,
};

function unsatisfiable({ assumptions }: FactOf<'assumption-unsatisfiable'>, project: Project): Detected[] {
  const last = assumptions.at(-1);
  if (last === undefined) return [];
  const message =
    assumptions.length === 1
      ? 'No input meets this assumption, so nothing can be proved about the rules. Correct it.'
      : `No input meets ${assumptions.length === 2 ? 'both' : `all ${assumptions.length}`} assumptions, so nothing can be proved about the rules. Correct one of them.`;
  const place = (index: number, what: string) => ownPlace(project, ['assumptions', index, 'holds'], what);
  const own = place(last, 'The assumption');
  const others = assumptions.slice(0, -1).flatMap(index => {
    const other = place(index, 'This one contradicts it.');
    return other.related.length > 0
      ? other.related
      : [{ message: 'This one contradicts it.', uri: other.uri, range: other.range, rule: other.rule }];
  });
  return [{ ...own, message, related: [...others, ...own.related] }];
}

/** Samples whose input breaks an assumption: either that input never occurs, or the assumption is wrong. */
function* brokenInSamples({ project, document, cases }: SamplesFile): Iterable<Detected> {
  const assumptions = project?.ruleSet.assumptions ?? [];
  if (project === null || assumptions.length === 0) return;
  const timed = compile(assumptionsAlone(project.ruleSet));
  // A sample without `at` has no time by which a signal could be stale.
  const untimed = compile(assumptionsAlone(withoutAges(project.ruleSet)));
  for (const { sample, path } of cases) {
    const at = sample.at === undefined ? undefined : parseTimestamp(sample.at);
    const { assumptionsBroken } = decide(at === undefined ? untimed : timed, sample.input, { at: at ?? 0 });
    for (const { index, reason } of assumptionsBroken) {
      const assumption = assumptions[index];
      const holds = timed.assumptions[index]?.holds;
      if (assumption === undefined || holds === undefined) continue;
      const named = clausesOf(holds).flatMap(({ signals }) => signals);
      const signal = named.find(
        name => isJsonObject(sample.input) && valueAtPath(sample.input, name.split('.')) !== undefined,
      );
      const origin = project.originOf(['assumptions', index, 'holds']);
      const home = origin === null ? undefined : project.documents.get(origin.uri);
      yield {
        message: `This input breaks an assumption: ${assumptionInWords(assumption)}. Correct the sample or the assumption.`,
        uri: document.uri,
        range: document.rangeOf([...path, 'input', ...(signal?.split('.') ?? [])]),
        related:
          origin === null || home === undefined
            ? []
            : [related(home, origin.path, home.rangeOf(origin.path), reason ?? 'The assumption is here.')],
      };
    }
  }
}

/** The parts of a rule set that its assumptions need. */
function assumptionsAlone({ signals, thresholds, assumptions, name, version }: RuleSet): RuleSet {
  return {
    escalation: 1,
    name,
    version,
    rules: [],
    ...(signals === undefined ? {} : { signals }),
    ...(thresholds === undefined ? {} : { thresholds }),
    ...(assumptions === undefined ? {} : { assumptions }),
  };
}

function withoutAges(ruleSet: RuleSet): RuleSet {
  const ageless = ({ maxAge: _age, observedAt: _time, ...signal }: Signal): Signal => signal;
  const signals = Object.entries(ruleSet.signals ?? {}).map(([name, signal]) => [name, ageless(signal)] as const);
  return { ...ruleSet, signals: Object.fromEntries(signals) };
}
