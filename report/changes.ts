import type { ChangeClass, Consequence, Decider, DiffEdit, SemanticDiff, TrafficShare } from '../engine/index.ts';
import { fallbacksText } from '../engine/model/fallbacks-text.ts';
import { ruleName } from '../engine/model/rule-set.ts';
import { counted, number } from './counts.ts';

/** The classes of changes, most severe first. */
const inOrder: readonly ChangeClass[] = ['loosened', 'rerouted', 'tightened'];

/** A mark for each class, most severe first. */
export const marks: Readonly<Record<ChangeClass, string>> = { loosened: '▼', rerouted: '◆', tightened: '▲' };

/** How many changes there are of each class, most severe first; classes without changes are omitted. */
export function countClasses(changes: readonly ChangeClass[]): { name: ChangeClass; count: number }[] {
  return inOrder
    .map(name => ({ name, count: changes.filter(each => each === name).length }))
    .filter(({ count }) => count > 0);
}

/** `2 loosened, 1 tightened`; empty if there is no change. */
export function classCounts(changes: readonly ChangeClass[]): string {
  return countClasses(changes)
    .map(({ name, count }) => `${number(count)} ${name}`)
    .join(', ');
}

/** "version unchanged though decisions change"; empty if the version differs, or nothing that a version stands for does. */
export function sameVersionWords(
  { regions, consequences }: Pick<SemanticDiff, 'regions' | 'consequences'>,
  [before, after]: readonly [before: string, after: string],
): string {
  const changed = regions.length > 0 ? 'decisions' : consequences.some(each => each.class !== 'neutral') && 'handoffs';
  return before === after && changed ? `version unchanged though ${changed} change` : '';
}

/** What is folded to a number, with its classes, so that no loosening is hidden: "5 more outcomes (1 loosened, 4 tightened)". */
export function countedByClass(classes: readonly Consequence['class'][], one: string, many = `${one}s`): string {
  const counts = classCounts(classes.filter(each => each !== 'neutral'));
  return `${counted(classes.length, one, many)}${counts === '' ? '' : ` (${counts})`}`;
}

/** The classes of everything that an edit changes, most severe first, each once. */
export function classesOf(
  { regions: own, consequences: positions }: Pick<DiffEdit, 'regions' | 'consequences'>,
  { regions, consequences }: Pick<SemanticDiff, 'regions' | 'consequences'>,
): ChangeClass[] {
  const ids = new Set(own);
  const found = new Set<Consequence['class']>([
    ...regions.filter(({ id }) => ids.has(id)).map(each => each.class),
    ...positions.flatMap(at => consequences[at]?.class ?? []),
  ]);
  return inOrder.filter(each => found.has(each));
}

/** "loosened", "loosened, partly tightened"; empty if nothing changes. */
export function classesInWords([gravest, ...others]: readonly ChangeClass[]): string {
  if (gravest === undefined) return '';
  return others.length === 0 ? gravest : `${gravest}, partly ${others.join(' and ')}`;
}

/** How many edits have each class: "1 loosened, 1 rerouted; 2 partly tightened"; empty if none has one. */
export function editCounts(edits: readonly (readonly ChangeClass[])[]): string {
  const counts = classCounts(edits.flatMap(([gravest]) => gravest ?? []));
  const parts = partCounts(edits);
  return parts === '' ? counts : `${counts}; ${parts}`;
}

/** How many edits are of a class in a part, and graver as a whole: "2 partly tightened"; empty if there are none. */
export function partCounts(edits: readonly (readonly ChangeClass[])[]): string {
  return countClasses(edits.flatMap(([, ...others]) => others))
    .map(({ name, count }) => `${number(count)} partly ${name}`)
    .join(', ');
}

/** True for an edited signal or threshold behind changed decisions: it has no class of its own, since the regions have. */
export function isCause({ class: kind, regions }: Pick<Consequence, 'class' | 'regions'>): boolean {
  return kind === 'neutral' && regions > 0;
}

/** `small-refund@1`, or `the default`. */
export function deciderName({ rule }: Pick<Decider, 'rule'>): string {
  return rule === null ? 'the default' : ruleName(rule);
}

/** `escalate → support-l1, on timeout deny`, and `with refund@1` if payloads matter. */
export function outcomeText(outcome: Decider['outcome'], withPayload = false): string {
  const { decide, to, payload } = outcome;
  const fallbacks = fallbacksText(outcome);
  return `${decide}${to === undefined ? '' : ` → ${to}`}${fallbacks === '' ? '' : `, ${fallbacks}`}${withPayload ? ` with ${payload ?? 'no payload'}` : ''}`;
}

/** "for 10 % of conversation.id"; empty if a region is about all of the traffic. */
export function trafficInWords(shares: readonly TrafficShare[]): string {
  return shares.length === 0 ? '' : `for ${shares.map(({ by, percent }) => `${percent} % of ${by}`).join(' and ')}`;
}
