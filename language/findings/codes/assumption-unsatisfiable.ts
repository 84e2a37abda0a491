import { clausesOf, compile, countingLaws, type CountingLaw, decide, type FactOf } from '../../../engine/index.ts';
import type { BrokenLaw } from '../../../engine/model/decision-record.ts';
import { parseTimestamp } from '../../../engine/model/time/timestamp.ts';
import { isJsonObject, valueAtPath } from '../../../engine/model/json.ts';
import type { RuleSet, Signal } from '../../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Project } from '../../source/project/project.ts';
import type { SamplesFile } from '../../source/project/samples.ts';
import { factsOf, ownPlace } from '../fact-places.ts';
import { assumptionInWords, lawInWords, listed } from '../fact-words.ts';
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
  const count = project.ruleSet.assumptions?.length ?? 0;
  const written = assumptions.filter(index => index < count);
  const laws = countingLaws(project.ruleSet.signals).filter((_, index) => assumptions.includes(count + index));
  const places = [
    ...written.map(index => ({ path: ['assumptions', index, 'holds'], contradiction: 'This one contradicts it.' })),
    ...laws.map(law => ({
      path: ['signals', law.smaller, 'counts'],
      contradiction: `Its declaration implies ${lawInWords(law)}, which contradicts it.`,
    })),
  ];
  const main = places[Math.max(written.length - 1, 0)];
  if (main === undefined) return [];
  const own = ownPlace(project, main.path, 'The assumption');
  const others = places.filter(each => each !== main);
  const contradicting = others.flatMap(({ path, contradiction }) => {
    const { related: elsewhere, ...here } = ownPlace(project, path, contradiction);
    return elsewhere.length > 0 ? elsewhere : [{ message: contradiction, ...here }];
  });
  return [{ ...own, message: noInputMeets(written.length, laws), related: [...contradicting, ...own.related] }];
}

function noInputMeets(written: number, laws: readonly CountingLaw[]): string {
  const nothing = 'so nothing can be proved about the rules';
  const given = laws.length === 0 ? '' : `, given that ${listed(laws.map(lawInWords))}`;
  if (written === 0) return `No input meets the ranges of these counters${given}, ${nothing}. Correct a range.`;
  if (written === 1) return `No input meets this assumption${given}, ${nothing}. Correct it.`;
  const all = written === 2 ? 'both' : `all ${written}`;
  return `No input meets ${all} assumptions${given}, ${nothing}. Correct one of them.`;
}

/** Samples whose input breaks an assumption: either that input never occurs, or the assumption is wrong. */
function* brokenInSamples({ project, document, cases }: SamplesFile): Iterable<Detected> {
  const { assumptions = [], signals } = project?.ruleSet ?? {};
  if (project === null || (assumptions.length === 0 && countingLaws(signals).length === 0)) return;
  const timed = compile(assumptionsAlone(project.ruleSet));
  // A sample without `at` has no time by which a signal could be stale.
  const untimed = compile(assumptionsAlone(withoutAges(project.ruleSet)));
  for (const { sample, path } of cases) {
    const at = sample.at === undefined ? undefined : parseTimestamp(sample.at);
    const { assumptionsBroken } = decide(at === undefined ? untimed : timed, sample.input, { at: at ?? 0 });
    for (const broken of assumptionsBroken) {
      if (broken.index === null) {
        yield impossibleCounts(document, path, broken);
        continue;
      }
      const { index, reason } = broken;
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

function impossibleCounts(document: SourceDocument, path: SourcePath, { counters, reason }: BrokenLaw): Detected {
  const place = (name: string) => document.rangeOf([...path, 'input', ...name.split('.')]);
  const { smaller, larger } = counters;
  return {
    message: `No real input has these values of \`${smaller}\` and \`${larger}\`: ${reason}. Correct one of them.`,
    uri: document.uri,
    range: place(smaller),
    related: [related(document, path, place(larger), `The value of \`${larger}\` is here.`)],
  };
}

/** The parts of a rule set that its assumptions need. */
function assumptionsAlone({ escalation, signals, thresholds, assumptions, name, version }: RuleSet): RuleSet {
  return {
    escalation,
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
