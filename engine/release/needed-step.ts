import type { DiffClass, SemanticDiff } from '../diff/facts.ts';
import type { VersionStep } from './semver.ts';

const steps: Readonly<Record<DiffClass, VersionStep>> = {
  loosened: 'major',
  rerouted: 'minor',
  tightened: 'minor',
  equivalent: 'patch',
};

/** How much a version has to go up by what changes; at least so much where the comparison is not complete. */
export function neededStep({ class: gravest, consequences }: SemanticDiff): VersionStep {
  return consequences.some(({ breaking }) => breaking) ? 'major' : steps[gravest];
}
