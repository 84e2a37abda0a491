import type { Consequence, DiffEdit, HandoffChange, Region, SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { isCause } from '../../../report/changes.ts';
import { isOnlyText } from '../../../report/edits.ts';
import { outcomeChanges, type InputKind, type OutcomeChange } from '../../../report/outcome-changes.ts';

/** A consequence with its place in the two texts. */
export interface PlacedConsequence {
  consequence: Consequence;
  place: Comparison['places'][number] | undefined;
}

/** One edit with everything that it does. */
export interface EditCard {
  edit: DiffEdit;
  /** Counted from 1: those with a meaning first. */
  number: number;
  changes: OutcomeChange[];
  /** Its consequences, without the ones that only repeat the edit. */
  consequences: PlacedConsequence[];
  /** The handoffs that go differently because of its target; empty if an earlier card shows them. */
  handoffs: HandoffChange[];
  details: Comparison['edits'][number] | undefined;
}

/** All edits of a comparison, each once. */
export interface Cards {
  /** Those with a meaning, most severe first. */
  cards: EditCard[];
  /** Edits of texts, names and versions that change no decision and no handoff. */
  other: EditCard[];
}

/** How many known cases are in some regions. */
export interface CaseCount {
  samples: number;
  logged: number;
  /** Names of a few of them. */
  names: string[];
}

/** @param now the current time in milliseconds since the Unix epoch: decisions of the past are set apart */
export function cardsOf(comparison: Comparison, diff: SemanticDiff, now: number): Cards {
  const known = { now, casesIn: ({ id }: Region) => sumOf(countCases(comparison, [id])) };
  const placed = (at: number): PlacedConsequence[] => {
    const consequence = diff.consequences[at];
    return consequence === undefined ? [] : [{ consequence, place: comparison.places[at] }];
  };
  const consequencesOf = (edit: DiffEdit) =>
    edit.consequences.flatMap(placed).filter(({ consequence }) => !isCause(consequence));
  const details = new Map(diff.edits.map((edit, index) => [edit, comparison.edits[index]]));
  const { meant, other } = editsOf(diff);
  // Sentences that name other edits do so by these numbers.
  const edits = [...meant, ...other];
  const firstOf = new Map(
    [...edits].reverse().flatMap(edit => (edit.about === 'target' ? [[edit.name, edit] as const] : [])),
  );
  const all = edits.map((edit, index): EditCard => ({
    edit,
    number: index + 1,
    changes: outcomeChanges(edit, { edits, regions: diff.regions }, known),
    consequences: consequencesOf(edit),
    handoffs: firstOf.get(edit.name) === edit ? comparison.handoffs : [],
    details: details.get(edit),
  }));
  return { cards: all.slice(0, meant.length), other: all.slice(meant.length) };
}

/** The edits with a meaning, most severe first, and those of texts, names and versions, which change no decision and no handoff. */
export function editsOf({ edits, consequences }: Pick<SemanticDiff, 'edits' | 'consequences'>): {
  meant: DiffEdit[];
  other: DiffEdit[];
} {
  const isOther = (edit: DiffEdit) => isOnlyText(edit, consequences);
  return { meant: edits.filter(edit => !isOther(edit)), other: edits.filter(isOther) };
}

/** The known cases in the regions with these ids. */
export function countCases({ measurements }: Pick<Comparison, 'measurements'>, ids: readonly string[]): CaseCount {
  const own = new Set(ids);
  const found: CaseCount = { samples: 0, logged: 0, names: [] };
  for (const { kind, regions } of measurements) {
    for (const { region, count, names } of regions) {
      if (!own.has(region)) continue;
      if (kind === 'samples') found.samples += count;
      else found.logged += count;
      found.names.push(...names);
    }
  }
  return found;
}

function sumOf({ samples, logged }: CaseCount): number {
  return samples + logged;
}

export function regionIds(kinds: readonly InputKind[]): string[] {
  return kinds.flatMap(({ regions }) => regions.map(({ id }) => id));
}

/** A change of an outcome that no sample covers, with an input that shows it. */
export interface Uncovered {
  card: EditCard;
  change: OutcomeChange;
  region: Region;
}

/** The changes of outcomes, present and future, in which no sample is; one that needs several edits is listed once. */
export function uncovered(comparison: Comparison, cards: readonly EditCard[]): Uncovered[] {
  const seen = new Set<string>();
  return cards.flatMap(card =>
    card.changes.flatMap(change => {
      const [lead] = change.current;
      if (lead === undefined || seen.has(lead.shown.id)) return [];
      seen.add(lead.shown.id);
      return countCases(comparison, regionIds(change.current)).samples > 0
        ? []
        : [{ card, change, region: lead.shown }];
    }),
  );
}

/** The keys of an edit's marks: its regions, or the edit itself if it changes no decision. */
export function markKeys({ edit: { id, regions } }: Pick<EditCard, 'edit'>): string[] {
  return regions.length === 0 ? [id] : regions;
}
