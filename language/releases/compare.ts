import { changesBetween } from '../../engine/diff/changes.ts';
import type { SemanticDiff } from '../../engine/diff/facts.ts';
import { analysedPart } from '../findings/analysis.ts';
import type { Project } from '../source/project.ts';

const diffs = new WeakMap<Project, WeakMap<Project, SemanticDiff>>();

/**
 * What a version does differently from another; the same object for the same two.
 * @param now the time that shares are told for, in milliseconds since the Unix epoch
 * @returns null where one of them cannot be read
 */
export function compareProjects(before: Project, after: Project, now: number): SemanticDiff | null {
  const [old, next] = [analysedPart(before), analysedPart(after)];
  if (old === null || next === null) return null;
  let known = diffs.get(before);
  if (known === undefined) diffs.set(before, (known = new WeakMap()));
  const found = known.get(after);
  if (found !== undefined) return found;
  const changes = changesBetween(old, next, { now });
  const classes = changes?.changes.map(each => each.class) ?? ['loosened'];
  const diff: SemanticDiff = {
    equivalent: changes !== null && changes.complete && classes.length === 0,
    class: (['loosened', 'rerouted', 'tightened'] as const).find(each => classes.includes(each)) ?? 'equivalent',
    regions: (changes?.changes ?? []).map((each, index) => ({
      id: String(index),
      before: { rule: each.before.rule?.ref ?? null, outcome: each.before.outcome },
      after: { rule: each.after.rule?.ref ?? null, outcome: each.after.outcome },
      class: each.class,
      condition: 'true',
      from: -Infinity,
      until: Infinity,
      witness: each.witness,
      share: { value: each.share, exact: true },
    })),
    complete: changes?.complete ?? false,
    share: changes?.share ?? { value: 0, exact: false },
    rules: [],
    unchanged: 0,
    consequences: [],
  };
  known.set(after, diff);
  return diff;
}
