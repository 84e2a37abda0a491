import type { ChangeClass, Region } from '../../../engine/index.ts';
import { counted, number } from '../numbers.ts';
import type { ComparedRuleSet } from './report.ts';
import { outcomeText } from '../../../report/changes.ts';

/** All regions that change from one outcome to another, whichever rules decide in them. */
export interface Transition {
  class: ChangeClass;
  before: string;
  after: string;
  regions: number;
  /** The number of known cases in these regions; null if no cases are known. */
  cases: number | null;
}

/** An overview is shown for more regions than this. */
const maxWithoutOverview = 8;

/** The transitions of a rule set, in the order of its regions; none if they would be no shorter than the list of regions. */
export function overview({ diff: { regions }, measurement }: ComparedRuleSet): Transition[] {
  const found = new Map<string, Transition>();
  for (const region of regions) {
    const outcomes = shownOutcomes(region);
    const name = JSON.stringify([region.class, outcomes]);
    const known = found.get(name) ?? { class: region.class, ...outcomes, regions: 0, cases: measurement && 0 };
    const cases = measurement?.regions.find(({ id }) => id === region.id)?.count ?? 0;
    found.set(name, { ...known, regions: known.regions + 1, cases: known.cases === null ? null : known.cases + cases });
  }
  return regions.length > maxWithoutOverview && found.size < regions.length ? [...found.values()] : [];
}

/** The outcomes of a region as text, with their payloads if nothing else differs. */
function shownOutcomes({ before, after }: Region): Pick<Transition, 'before' | 'after'> {
  const short = { before: outcomeText(before.outcome), after: outcomeText(after.outcome) };
  return short.before === short.after
    ? { before: outcomeText(before.outcome, true), after: outcomeText(after.outcome, true) }
    : short;
}

/** "12 regions, 41 cases" */
export function extentOf({ regions, cases }: Transition): string {
  return `${counted(regions, 'region')}${cases === null ? '' : `, ${number(cases)} ${cases === 1 ? 'case' : 'cases'}`}`;
}
