import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import { period } from '../../engine/index.ts';
import { ruleName, type Rule } from '../../engine/model/rule-set.ts';
import { ruleAt } from '../findings/places.ts';
import type { Location, Range } from '../location.ts';
import { countVerdicts, verdictList, type CaseRun } from '../samples/case-run.ts';
import { listIn } from '../source/project/names.ts';
import type { Project } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';

/** A sample file with the results of its samples. */
export interface SamplesRun {
  samples: SamplesFile;
  cases: readonly CaseRun[];
}

/** The results of the samples of a rule, or of the default. */
export interface SampleLens {
  range: Range;
  /** `Samples: 3 pass, 1 fails` */
  title: string;
  /** The first sample that fails, or else the first. */
  sample: Location;
}

/**
 * A lens above each rule that has samples, and above the default. A sample belongs to the rule that it expects to decide, or else to
 * the rule that decides it.
 */
export function sampleLenses({ document, ruleSet }: Project, runs: readonly SamplesRun[]): SampleLens[] {
  const byRule = casesByRule(ruleSet.rules, runs);
  const lens = (name: string | null, range: Range): SampleLens[] => {
    const cases = byRule.get(name ?? '') ?? [];
    const first = cases.find(({ verdict }) => verdict === 'failed') ?? cases[0];
    if (first === undefined) return [];
    return [{ range, title: `Samples: ${verdictList(countVerdicts(cases))}`, sample: first.location }];
  };
  const rules = listIn(document.value, 'rules').flatMap((_, index) =>
    lens(ruleAt(document, ['rules', index]), firstLine(document.rangeOf(['rules', index]))),
  );
  if (document.nodeAt(['default']) === undefined) return rules;
  return [...rules, ...lens('default', firstLine(document.rangeOf(['default'], 'key')))];
}

type PlacedCase = CaseRun & { location: Location };

function casesByRule(rules: readonly Rule[], runs: readonly SamplesRun[]): Map<string, PlacedCase[]> {
  const found = new Map<string, PlacedCase[]>();
  for (const { samples, cases } of runs) {
    const expected = new Map(samples.cases.map(({ index, sample }) => [index, sample.expect?.rule]));
    for (const each of cases) {
      const { result, index, range, verdict } = each;
      if (result === null || verdict === 'unchecked') continue;
      const { rule, at } = result.record;
      const decided = rule === null ? 'default' : ruleName(rule);
      const named = expected.get(index);
      const names = named === undefined || named === rule?.id ? [decided] : inForce(rules, named, at);
      for (const name of names) {
        const list = found.get(name);
        const placed = { ...each, location: { uri: samples.uri, range } };
        if (list === undefined) found.set(name, [placed]);
        else list.push(placed);
      }
    }
  }
  return found;
}

/** The names of a rule's versions that are in force at a time; the given name if there are none. */
function inForce(rules: readonly Rule[], named: string, at: string): string[] {
  const time = parseTimestamp(at) ?? 0;
  const names = rules
    .filter(each => each.id === named && period(each).from <= time && time < period(each).until)
    .map(ruleName);
  return names.length > 0 ? names : [named];
}

function firstLine({ start }: Range): Range {
  return { start, end: start };
}
