import { countingLaws, countsAllOf } from '../../condition/counting-laws.ts';
import { counterInWords, counterOf, countsTheSame } from '../../model/counters.ts';
import type { RuleSet, Signal } from '../../model/rule-set.ts';
import type { Consequence } from '../facts.ts';
import { consequence } from './compared.ts';
import { own } from '../sections.ts';

/**
 * The consequence of another contract of a counter; null if it counts the same. The name then stands for another number, whose values depend on what
 * happens: like an undecided region, the change counts as one that loosens if a rule reads the signal.
 * @param used which rules read it, as a sentence that begins with a blank; `isRead`: true if there are any
 */
export function contractConsequence(
  name: string,
  before: Signal,
  after: Signal,
  { used, isRead }: { used: string; isRead: boolean },
): Consequence | null {
  if (countsTheSame(before, after)) return null;
  const [was, is] = [counterOf(name, before), counterOf(name, after)];
  const path = ['signals', name];
  const values = { before, after };
  const described = is === null ? 'does not say any more what it counts' : `now counts ${counterInWords(is)}`;
  if (was === null) {
    const message = `\`${name}\` ${described}; before, nothing was said about what it counts.${used}`;
    return consequence('signal', name, path, values, { message, class: 'neutral' });
  }
  const more = is !== null && countsAllOf(is, was);
  const fewer = is !== null && countsAllOf(was, is);
  const trend = more ? ' It can only be larger.' : fewer ? ' It can only be smaller.' : '';
  const producer = is === null ? ' Its producer may count differently.' : ' Its producer has to count differently.';
  const message = `\`${name}\` ${described}; before, it counted ${counterInWords(was)}.${trend}${producer}${used}`;
  return consequence('signal', name, path, values, { message, class: isRead ? 'loosened' : 'neutral', breaking: true });
}

/** A statement that a version takes for granted. `key` is equal for the same statement. */
export interface Assumed {
  key: string;
  name: string;
  path: Consequence['path'];
  value: unknown;
  words: string;
}

/** The laws of the counters of one version that concern signals of both versions. Laws of new and removed signals change nothing that was proved before. */
export function lawsAssumed({ signals }: RuleSet, other: RuleSet): Assumed[] {
  return countingLaws(signals)
    .filter(({ smaller, larger }) => [smaller, larger].every(name => own(other.signals, name) !== undefined))
    .map(({ smaller, holds, reason }) => ({
      key: JSON.stringify([true, holds]),
      name: holds,
      path: ['signals', smaller, 'counts'],
      value: holds,
      words: `\`${holds}\` (${reason})`,
    }));
}
