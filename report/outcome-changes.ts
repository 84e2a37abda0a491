import type { ChangeClass, Decider, DiffEdit, Region } from '../engine/index.ts';
import { outcomeText } from './changes.ts';
import type { Target } from '../engine/model/rule-set.ts';
import { counted, listed } from './counts.ts';
import { factsInWords } from './region-sentence.ts';
import { periodInWords, timeInWords } from './times.ts';

/** One kind of input whose decision changes: a region, together with those that differ from it in nothing but the time. */
export interface InputKind {
  /** The region to show: of those that are not past, the one with the most known cases. */
  shown: Region;
  /** Those of a time that is past last. */
  regions: Region[];
  /** The half-open period of all regions, in milliseconds since the Unix epoch; infinite if unbounded. */
  from: number;
  until: number;
}

/** The targets of a rule set by name, each with its kind. */
export type TargetKinds = Readonly<Record<string, Pick<Target, 'kind'>>>;

/** Other edits that a region needs, by their positions in the list of edits. */
export interface SharedCause {
  /** `both`: it goes if any of the edits is undone. `together`: only if all are. */
  kind: 'both' | 'together';
  edits: number[];
}

/** The inputs that one edit moves from one outcome to another. */
export interface OutcomeChange {
  class: ChangeClass;
  /** The outcomes as text. */
  before: string;
  after: string;
  /** The targets of these outcomes that no change of the same edit before this one has. */
  newTargets: string[];
  /** The edits that make it, if this is not one alone. */
  cause: SharedCause | null;
  /** False if it is not proved that the edit makes it. */
  causeProved: boolean;
  /** Those that are possible now or later; then those of a time that is past. */
  current: InputKind[];
  past: InputKind[];
}

export interface KnownCases {
  /** The current time, in milliseconds since the Unix epoch. */
  now: number;
  /** The number of known cases in a region. */
  casesIn: (region: Region) => number;
}

/** What an edit changes, grouped by outcomes; most severe class first, past changes last. */
export function outcomeChanges(
  edit: DiffEdit,
  { edits, regions }: { edits: readonly DiffEdit[]; regions: readonly Region[] },
  known: KnownCases,
): OutcomeChange[] {
  const own = new Set(edit.regions);
  const groups = new Map<string, { first: Region; cause: SharedCause | null; regions: Region[] }>();
  for (const region of regions.filter(({ id }) => own.has(id))) {
    const cause = causeOf(region, edits);
    const name = JSON.stringify([region.class, outcomeTexts(region), cause, region.causeProved]);
    const group = groups.get(name) ?? { first: region, cause, regions: [] };
    group.regions.push(region);
    groups.set(name, group);
  }
  const found = [...groups.values()].map(({ first, cause, regions: grouped }): OutcomeChange => {
    const [before, after] = outcomeTexts(first);
    const kinds = inputKinds(grouped, known);
    const { class: kind, causeProved } = first;
    const isPast = ({ until }: InputKind) => until <= known.now;
    return {
      class: kind,
      before,
      after,
      newTargets: [first.after.outcome.to, first.before.outcome.to].filter(each => each !== undefined),
      cause,
      causeProved,
      current: kinds.filter(each => !isPast(each)),
      past: kinds.filter(isPast),
    };
  });
  const named = new Set<string>();
  return [
    ...found.filter(({ current }) => current.length > 0),
    ...found.filter(({ current }) => current.length === 0),
  ].map(change => {
    const newTargets = change.newTargets.filter(each => !named.has(each));
    for (const each of newTargets) named.add(each);
    return { ...change, newTargets };
  });
}

/** The outcomes of a change as text, with the kinds of targets that it is the first to name: "route → answer-checker (agent)". */
export function outcomesWithKinds(
  { before, after, newTargets }: Pick<OutcomeChange, 'before' | 'after' | 'newTargets'>,
  targets: TargetKinds,
): [before: string, after: string] {
  const named = new Set<string>();
  const withKind = (text: string): string => {
    const [, to] = /→ ([^\s,]+)/.exec(text) ?? [];
    const target = newTargets.find(each => each === to && !named.has(each));
    const kind = target === undefined ? undefined : kindInWords(target, targets);
    if (target === undefined || kind === undefined) return text;
    named.add(target);
    return text.replace(`→ ${target}`, `→ ${target} (${kind})`);
  };
  return [withKind(before), withKind(after)];
}

/** "person", "agent"; undefined if a target is not declared. */
export function kindInWords(target: string, targets: TargetKinds): string | undefined {
  const kind = Object.hasOwn(targets, target) ? targets[target]?.kind : undefined;
  return kind === 'human' ? 'person' : kind;
}

/** Regions as kinds of input, those with the most known cases first. Regions with the same deciders and the same facts whose periods follow one another are one. */
export function inputKinds(regions: readonly Region[], { now, casesIn }: KnownCases): InputKind[] {
  const groups = new Map<string, Region[]>();
  for (const region of regions) {
    const { before, after, when, traffic, condition } = region;
    const facts = when === null ? condition : factsInWords(when);
    const name = JSON.stringify([deciderKey(before), deciderKey(after), facts, traffic]);
    groups.set(name, [...(groups.get(name) ?? []), region]);
  }
  const found = [...groups.values()].flatMap(group => {
    const kinds: InputKind[] = [];
    for (const region of [...group].sort((a, b) => a.from - b.from)) {
      const last = kinds.at(-1);
      if (last === undefined || last.until < region.from)
        kinds.push({ shown: region, regions: [region], from: region.from, until: region.until });
      else {
        last.regions.push(region);
        last.until = Math.max(last.until, region.until);
      }
    }
    return kinds.map(kind => {
      const current = kind.regions.filter(({ until }) => until > now);
      const candidates = current.length > 0 ? current : kind.regions;
      const past = kind.regions.filter(({ until }) => until <= now);
      return {
        ...kind,
        regions: [...current, ...past],
        shown: candidates.reduce((best, each) => (casesIn(each) > casesIn(best) ? each : best)),
      };
    });
  });
  const casesOf = ({ regions: own }: InputKind) => own.reduce((sum, region) => sum + casesIn(region), 0);
  return found.sort((a, b) => casesOf(b) - casesOf(a) || factCount(a) - factCount(b));
}

/** The number of facts that say when a kind of input applies: those with fewer are easier to understand. */
function factCount({ shown: { when } }: InputKind): number {
  return when === null ? Number.MAX_SAFE_INTEGER : [when.moves, when.asks, ...when.either].flat().length;
}

function deciderKey({ rule, outcome }: Decider): unknown {
  return [rule, outcomeText(outcome, true)];
}

/** The outcomes of a region as text, with their payloads if nothing else differs. */
export function outcomeTexts({ before, after }: Pick<Region, 'before' | 'after'>): [before: string, after: string] {
  const [from, to] = [outcomeText(before.outcome), outcomeText(after.outcome)];
  return from === to ? [outcomeText(before.outcome, true), outcomeText(after.outcome, true)] : [from, to];
}

function causeOf({ id, together }: Region, edits: readonly DiffEdit[]): SharedCause | null {
  const positions = edits.flatMap(({ regions }, at) => (regions.includes(id) ? [at] : []));
  if (positions.length < 2) return null;
  return { kind: together.length > 0 ? 'together' : 'both', edits: positions };
}

/**
 * "needs edits 1 and 2 both", "together with edit 2"; empty if one edit alone makes it.
 * @param own the position of the edit that it is shown under
 * @param nameOf the name of an edit, by its position
 */
export function causeInWords(
  { cause, causeProved }: OutcomeChange,
  own: number,
  nameOf: (at: number) => string = at => String(at + 1),
): string {
  if (cause === null) return causeProved ? '' : 'perhaps made by another edit';
  const numbers = cause.edits.map(nameOf);
  const others = cause.edits.filter(at => at !== own).map(nameOf);
  const edits = (names: readonly string[]) => `${names.length === 1 ? 'edit' : 'edits'} ${listed(names)}`;
  const words =
    cause.kind === 'together'
      ? `together with ${edits(others)}`
      : `needs ${edits(numbers)}${numbers.length === 2 ? ' both' : ' all together'}`;
  return causeProved ? words : `perhaps ${words}`;
}

/**
 * True if a change is shown under an edit before this one, which needs it too.
 * @param own the position of the edit
 */
export function isShownBefore({ cause }: Pick<OutcomeChange, 'cause'>, own: number): boolean {
  return cause !== null && cause.edits[0] !== own;
}

/** How many kinds of input are told in full: more if the agent is restricted less, since nobody should overlook one. */
const maxLoosened = 3;

/** The kinds of input of a change that are told in full, the first of which leads, and how many are left. */
export function toldKinds({ class: name, current }: Pick<OutcomeChange, 'class' | 'current'>): InputKind[] {
  return current.slice(0, name === 'loosened' ? maxLoosened : 1);
}

/** "3 more groups of inputs tightened", "2 groups tightened until 1 Mar 2026, past"; for what is beside the first kind of input. */
export function othersInWords({ class: name, current, past }: OutcomeChange): string[] {
  const [more, last] = [
    current.length - toldKinds({ class: name, current }).length,
    Math.max(...past.map(({ until }) => until)),
  ];
  return [
    ...(more > 0 ? [`${counted(more, 'more group')} of inputs ${name}`] : []),
    ...(past.length === 0 ? [] : [`${counted(past.length, 'group')} ${name} until ${timeInWords(last)}, past`]),
  ];
}

/** When a kind of input begins or ends: "until 1 Mar 2026"; empty if it is possible now and for good. */
export function kindPeriodInWords({ from, until }: InputKind, now: number): string {
  return periodInWords({ from: from <= now ? -Infinity : from, until });
}
