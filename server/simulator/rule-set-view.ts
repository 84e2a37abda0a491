import { clausesOf, type CompiledRuleSet, type Condition, thresholdOf } from '../../engine/index.ts';
import type { SamplesFile } from '../../language/source/project/samples.ts';
import type { RuleSetView, SampleView } from '../../protocol/server.ts';

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
    signals: [...declarations.signals].map(([name, declaration]) => ({ name, declaration })),
    thresholds: Object.entries(ruleSet.thresholds ?? {}).map(([name, declared]) => ({
      name,
      declaration: thresholdOf(declared),
      comparedWith: [...(compared.get(name) ?? [])],
    })),
    rules: ruleSet.rules.map(({ id, version, title, decide, status }) => ({
      id,
      version: version ?? 1,
      title: title ?? null,
      decide,
      status: status ?? 'active',
    })),
    default: ruleSet.default === undefined ? null : { decide: ruleSet.default.decide, to: ruleSet.default.to ?? null },
    targets: Object.entries(ruleSet.targets ?? {}).map(([name, declaration]) => ({ name, declaration })),
    samples,
  };
}

/** The signals that occur in a clause with each threshold, by the threshold's name. */
function comparisons({ rules, assumptions }: CompiledRuleSet): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const conditions: Condition[] = [
    ...rules.map(rule => rule.condition),
    ...assumptions.flatMap(({ when, holds }) => [when, holds]),
  ];
  for (const clause of conditions.flatMap(clausesOf)) {
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
      expect: sample.expect ?? null,
      location: { uri: forClient(uri), range },
    })),
  );
}
