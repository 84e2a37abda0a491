import type { Configuration } from '../language/findings/configuration.ts';
import { findingDefinition } from '../language/findings/index.ts';
import type { QueryOptions } from '../language/queries/create-queries.ts';

/**
 * Findings that nearly every small rule set has, such as inputs left to the default, handoffs without context or exports that were never written, are turned off in
 * fixtures of other findings.
 */
export function configurationFor(code: string): Configuration {
  const others = ['uncovered-input', 'handoff-without-context', 'export-stale'].filter(each => each !== code);
  return { severity: Object.fromEntries(others.map(each => [each, 'off'] as const)) };
}

/** The options to check fixtures of one finding. Those of an incomplete analysis get little time. */
export function checkOptionsFor(code: string, severity: Configuration['severity'] = {}): QueryOptions {
  const configuration = { severity: { ...configurationFor(code).severity, ...severity } };
  return { settings: () => configuration, ...(code === 'analysis-incomplete' ? { limit: 5 } : {}) };
}

/** For fixtures of findings that do not come from the analysis: their rules need not make sense together, nor their samples pass. */
export function fixtureOptionsFor(code: string, severity: Configuration['severity'] = {}): QueryOptions {
  const definition = findingDefinition(code);
  const without: QueryOptions['without'] = [
    ...(definition?.fromFacts === undefined ? (['facts'] as const) : []),
    ...(definition?.detectTravels === undefined ? (['travels'] as const) : []),
    ...(definition?.detectInRun === undefined ? (['cases'] as const) : []),
  ];
  return { ...checkOptionsFor(code, severity), without };
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
