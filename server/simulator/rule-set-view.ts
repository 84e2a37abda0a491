import {
  type CompiledRuleSet,
  type Condition,
  inputSignals,
  isGrantable,
  thresholdOf,
  writtenClausesOf,
} from '../../engine/index.ts';
import { isTable, type Threshold, type ThresholdTable, type ThresholdValue } from '../../engine/model/rule-set.ts';
import type { SamplesFile } from '../../language/source/project/samples.ts';
import type { RuleSetView, SampleView } from '../../protocol/server.ts';
import { valuesIn } from './threshold-values.ts';

/** A rule set as shown in the simulator. `uri`: the client's spelling. */
export function ruleSetView(uri: string, compiled: CompiledRuleSet, samples: SampleView[]): RuleSetView {
  const { ruleSet, digest, hitPolicy, declarations } = compiled;
  const compared = comparisons(compiled);
  return {
    uri,
    name: ruleSet.name,
    version: ruleSet.version,
    digest,
    description: ruleSet.description ?? null,
    hitPolicy,
    signals: inputSignals(declarations).map(([name, declaration]) => ({ name, declaration })),
    thresholds: Object.entries(ruleSet.thresholds ?? {}).flatMap(([name, declared]) => {
      const threshold = thresholdOf(declared);
      return valuesIn(name, threshold).map(({ id, column, value }) => ({
        id,
        name,
        column,
        declaration: plain(threshold, value),
        comparedWith: [...(compared.get(name) ?? [])],
      }));
    }),
    rules: ruleSet.rules.map(({ id, version, title, decide, status }) => ({
      id,
      version: version ?? 1,
      title: title ?? null,
      decide,
      status: status ?? 'active',
    })),
    grantable: [...new Set(compiled.rules.filter(({ rule }) => isGrantable(rule)).map(({ ref }) => ref.id))],
    default: ruleSet.default === undefined ? null : { decide: ruleSet.default.decide, to: ruleSet.default.to ?? null },
    targets: Object.entries(ruleSet.targets ?? {}).map(([name, declaration]) => ({ name, declaration })),
    samples,
  };
}

/** A threshold with one of its values alone. */
function plain(threshold: Threshold | ThresholdTable, value: ThresholdValue): Threshold {
  if (!isTable(threshold)) return threshold;
  const { minimum, maximum, step, unit, format, title, description } = threshold;
  return {
    value,
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(step !== undefined && { step }),
    ...(unit !== undefined && { unit }),
    ...(format !== undefined && { format }),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  };
}

/** The signals that occur in a clause with each threshold, by the threshold's name. */
function comparisons({ rules, assumptions }: CompiledRuleSet): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const conditions: Condition[] = [
    ...rules.map(rule => rule.condition),
    ...assumptions.flatMap(({ when, holds }) => [when, holds]),
  ];
  for (const clause of conditions.flatMap(writtenClausesOf)) {
    for (const threshold of clause.thresholds) {
      const signals = found.get(threshold) ?? new Set();
      for (const signal of clause.signals) signals.add(signal);
      found.set(threshold, signals);
    }
  }
  return found;
}

export function sampleViews(files: readonly SamplesFile[], forClient: (uri: string) => string): SampleView[] {
  return files.flatMap(({ uri, cases }) =>
    cases.map(({ sample, range }) => ({
      name: sample.name,
      description: sample.description ?? null,
      at: sample.at ?? null,
      input: sample.input,
      ...(sample.grants === undefined ? {} : { grants: sample.grants }),
      expect: sample.expect ?? null,
      location: { uri: forClient(uri), range },
    })),
  );
}
