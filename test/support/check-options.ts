import { analyse } from '../../engine/analysis/analyse.ts';
import { analysedPart } from '../../language/findings/analysis.ts';
import type { CheckOptions } from '../../language/findings/check.ts';
import type { Configuration } from '../../language/findings/configuration.ts';
import { findingDefinition } from '../../language/findings/index.ts';

/**
 * How files are checked that show findings of one code. Nearly every small rule set leaves something to its default and hands over
 * without context, which would be told in each of them;
 * and what is to show that the analysis gives up is given little time.
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

/** For fixtures of findings that do not come from the analysis, whose rules make no sense together, and whose samples need not pass. */
export function fixtureOptionsFor(code: string): CheckOptions {
  const definition = findingDefinition(code);
  const run: CheckOptions = definition?.detectInRun === undefined ? { run: () => null } : {};
  const options = { ...run, ...checkOptionsFor(code) };
  return definition?.fromFacts === undefined ? { ...options, analyse: () => null } : options;
}

/** Whether a finding is the consequence of another, so that one cannot be shown without the other. */
export function followsFrom(code: string, consequence: string): boolean {
  if (consequence === 'analysis-incomplete') return findingDefinition(code)?.guards === 'loading';
  return consequences[code]?.includes(consequence) === true;
}

const consequences: Readonly<Record<string, readonly string[]>> = {
  'tautological-trigger': ['shadowed-rule', 'redundant-rule'],
  'undefined-rule': ['sample-fails'],
};
