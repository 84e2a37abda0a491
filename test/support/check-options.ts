import { analyse } from '../../engine/analysis/analyse.ts';
import { analysedPart } from '../../language/findings/analysis.ts';
import type { CheckOptions } from '../../language/findings/check.ts';
import type { Configuration } from '../../language/findings/configuration.ts';
import { findingDefinition } from '../../language/findings/index.ts';

/**
 * The options to check fixtures of one finding. Findings that nearly every small rule set has, such as inputs left to the default
 * or handoffs without context, are turned off, and fixtures of an incomplete analysis get little time.
 */
export function checkOptionsFor(code: string): CheckOptions {
  const others = ['uncovered-input', 'handoff-without-context'].filter(each => each !== code);
  const configuration: Configuration = { severity: Object.fromEntries(others.map(each => [each, 'off'] as const)) };
  if (code !== 'analysis-incomplete') return { configuration };
  return {
    configuration,
    analyse: project => {
      const subject = analysedPart(project);
      return subject && analyse(subject, { now: 0, limit: 5 }).facts;
    },
  };
}

/** For fixtures of findings that do not come from the analysis: their rules need not make sense together, nor their samples pass. */
export function fixtureOptionsFor(code: string): CheckOptions {
  const definition = findingDefinition(code);
  const run: CheckOptions = definition?.detectInRun === undefined ? { run: () => null } : {};
  const options = { ...run, ...checkOptionsFor(code) };
  return definition?.fromFacts === undefined ? { ...options, analyse: () => null } : options;
}

/** True if a finding follows from another, so that it cannot occur alone. */
export function followsFrom(code: string, consequence: string): boolean {
  if (consequence === 'analysis-incomplete') return findingDefinition(code)?.guards === 'loading';
  return consequences[code]?.includes(consequence) === true;
}

const consequences: Readonly<Record<string, readonly string[]>> = {
  'tautological-trigger': ['shadowed-rule', 'redundant-rule'],
  'undefined-rule': ['sample-fails'],
};
