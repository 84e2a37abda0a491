import type { ChangeClass, Region } from '../../../engine/index.ts';
import { counted, number } from '../numbers.ts';
import type { ComparedRuleSet } from './report.ts';
import { outcomeText } from '../../../report/changes.ts';

/** Regions that go from one outcome to another, whatever rules decide in them. */
export interface Transition {
  class: ChangeClass;
  before: string;
  after: string;
  regions: number;
  /** How many of the known cases; null where none are known. */
  cases: number | null;
}

/** Fewer regions than this need no overview. */
const few = 8;

/** What becomes what, the most severe first; none where the regions themselves are as quickly read. */
export function overview({ diff: { regions }, weight }: ComparedRuleSet): Transition[] {
  const found = new Map<string, Transition>();
  for (const region of regions) {
    const outcomes = shownOutcomes(region);
    const name = JSON.stringify([region.class, outcomes]);
    const known = found.get(name) ?? { class: region.class, ...outcomes, regions: 0, cases: weight && 0 };
    const cases = weight?.regions.find(({ id }) => id === region.id)?.count ?? 0;
    found.set(name, { ...known, regions: known.regions + 1, cases: known.cases === null ? null : known.cases + cases });
  }
  return regions.length > few && found.size < regions.length ? [...found.values()] : [];
}

/** The payload is named where nothing else makes the difference. */
function shownOutcomes({ before, after }: Region): Pick<Transition, 'before' | 'after'> {
  const [was, is] = [outcomeText(before.outcome), outcomeText(after.outcome)];
  return was === is
    ? { before: outcomeText(before.outcome, true), after: outcomeText(after.outcome, true) }
    : { before: was, after: is };
}

/** "12 regions, 41 cases" */
export function extentOf({ regions, cases }: Transition): string {
  return `${counted(regions, 'region')}${cases === null ? '' : `, ${number(cases)} ${cases === 1 ? 'case' : 'cases'}`}`;
}
