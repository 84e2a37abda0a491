import type { Decider, Region, RegionFact, RegionWhen } from '../engine/index.ts';
import { trafficInWords } from './changes.ts';
import { counted, listed } from './counts.ts';
import { ruleName } from '../engine/model/rule-set.ts';

type Described = Pick<Region, 'before' | 'after' | 'when' | 'traffic'>;

/**
 * When a region applies and which rules decide there: "If `amount` is at least 50 but below 80 and none of 3 earlier rules fires: `small@1` decides, no longer
 * `large@1`."
 */
export function regionSentence(region: Described): string {
  const { condition, deciders } = sentenceParts(region);
  return sentence(`${condition === '' ? '' : `${condition}: `}${deciders}`);
}

/** The two parts of the sentence: "If `amount` is at least 50 but below 80", which is empty if it takes too many words, and "`small@1` decides, no longer `large@1`". */
export function sentenceParts(region: Described): { condition: string; deciders: string } {
  return { condition: conditionInWords(region), deciders: decidersInWords(region) };
}

/** "If `amount` is above 50, for 10 % of conversation.id"; empty if it takes too many words. */
function conditionInWords({ when, traffic, after }: Described): string {
  const share = trafficInWords(traffic);
  if (when === null) return capitalized(share);
  const parts = [factsInWords(when), earlierInWords(when, after)].filter(part => part !== '');
  const condition = parts.length === 0 ? 'Always' : `If ${parts.join(', and ')}`;
  return `${condition}${share === '' ? '' : `, ${share}`}`;
}

/** "none of 3 earlier rules fires", "none of `a@1` and 2 other earlier rules fires", "no rule fires"; empty if there are none. */
function earlierInWords({ earlier }: Pick<RegionWhen, 'earlier'>, after: Decider): string {
  if (earlier.length > 0 && after.rule === null) return 'no rule fires';
  const named = earlier.filter(({ separates }) => separates);
  const others = earlier.length - named.length;
  if (named.length === 0) return othersInWords(others);
  if (others === 0) return separatingInWords({ earlier });
  const more = counted(others, 'other earlier rule');
  return `none of ${listed([...named.map(each => `\`${ruleName(each)}\``), more])} fires`;
}

function othersInWords(count: number): string {
  if (count === 0) return '';
  return count === 1 ? 'an earlier rule does not fire' : `none of ${counted(count, 'earlier rule')} fires`;
}

/** The few earlier rules that keep a region apart from those beside it: "`a@1` does not fire", "neither `a@1` nor `b@1` fires"; empty if facts say it. */
export function separatingInWords({ earlier }: Pick<RegionWhen, 'earlier'>): string {
  const names = earlier.filter(({ separates }) => separates).map(each => `\`${ruleName(each)}\``);
  if (names.length === 0) return '';
  return names.length === 1 ? `${names[0] ?? ''} does not fire` : `neither ${listed(names, 'nor')} fires`;
}

/** "`a` is 3 and `b` is true", "`a` is 3, and either `b` is true, or `b` is missing and `c` is false"; empty if nothing is asked. */
export function factsInWords({ moves, asks, either }: Pick<RegionWhen, 'moves' | 'asks' | 'either'>): string {
  const all = (facts: readonly RegionFact[]) => listed(facts.map(({ text }) => text));
  const alternatives = either.filter(facts => facts.length > 0);
  const choice =
    alternatives.length < either.length || either.length === 0 ? '' : `either ${alternatives.map(all).join(', or ')}`;
  return [all([...moves, ...asks]), choice].filter(part => part !== '').join(', and ');
}

/** "`small@1` decides, no longer `large@1`", "`small@1` decides; before, no rule fired, and the default decided" */
function decidersInWords({ before, after }: Pick<Region, 'before' | 'after'>): string {
  const [was, is] = [nameOf(before), nameOf(after)];
  if (was === is) return `${is} decides as before, with another outcome`;
  return before.rule === null
    ? `${is} decides; before, no rule fired, and the default decided`
    : `${is} decides, no longer ${was}`;
}

function nameOf({ rule }: Decider): string {
  return rule === null ? 'the default' : `\`${ruleName(rule)}\``;
}

/** Words as a sentence: with a capital and a full stop. */
export function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? capitalized(words) : `${capitalized(words)}.`;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
