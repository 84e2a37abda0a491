import type { Decider, Region, RegionFact, RegionWhen } from '../engine/index.ts';
import { trafficInWords } from './changes.ts';
import { counted, listed } from './counts.ts';
import { ruleName } from '../engine/model/rule-set.ts';

type Described = Pick<Region, 'before' | 'after' | 'when' | 'traffic'>;

/**
 * When a region applies and which rules decide there: "If `amount` is from 50 to below 80 and none of 3 earlier rules fires: `small@1` decides, no longer
 * `large@1`."
 */
export function regionSentence(region: Described): string {
  const { condition, deciders } = sentenceParts(region);
  return sentence(`${condition === '' ? '' : `${condition}: `}${deciders}`);
}

/** The two parts of the sentence: "If `amount` is from 50 to below 80", which is empty if it takes too many words, and "`small@1` decides, no longer `large@1`". */
export function sentenceParts(region: Described): { condition: string; deciders: string } {
  return { condition: conditionInWords(region), deciders: decidersInWords(region) };
}

/** "If `amount` is above 50, for 10 % of conversation.id"; empty if it takes too many words. */
function conditionInWords({ when, traffic }: Described): string {
  const share = trafficInWords(traffic);
  if (when === null) return capitalized(share);
  const facts = factsInWords(when);
  const count = when.earlier.length;
  const unless =
    count === 0
      ? ''
      : `${count === 1 ? 'an earlier rule does not fire' : `none of ${counted(count, 'earlier rule')} fires`}`;
  const parts = [facts, unless].filter(part => part !== '');
  const condition = parts.length === 0 ? 'Always' : `If ${parts.join(', and ')}`;
  return `${condition}${share === '' ? '' : `, ${share}`}`;
}

/** "`a` is 3 and `b` is true", "`a` is 3, and either `b` is true, or `b` is missing and `c` is false"; empty if nothing is asked. */
export function factsInWords({ moves, asks, either }: Pick<RegionWhen, 'moves' | 'asks' | 'either'>): string {
  const all = (facts: readonly RegionFact[]) => listed(facts.map(({ text }) => text));
  const alternatives = either.filter(facts => facts.length > 0);
  const choice =
    alternatives.length < either.length || either.length === 0 ? '' : `either ${alternatives.map(all).join(', or ')}`;
  return [all([...moves, ...asks]), choice].filter(part => part !== '').join(', and ');
}

/** "`small@1` decides, no longer `large@1`" */
function decidersInWords({ before, after }: Pick<Region, 'before' | 'after'>): string {
  const [was, is] = [nameOf(before), nameOf(after)];
  return was === is ? `${is} decides as before, with another outcome` : `${is} decides, no longer ${was}`;
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
