import type { Signal } from '../../engine/model/rule-set.ts';
import { compare, signal, type Expression } from './expression.ts';
import { durationIn } from './values.ts';

/** Two counters of which the first can count no more than the second, if both have a value. */
export interface NaiveLaw {
  smaller: string;
  larger: string;
  holds: Expression;
}

/** What counters satisfy: every event counted by one that looks back no further, at fewer events, is counted by the other. */
export function lawsOf(signals: Readonly<Record<string, Signal>> = {}): NaiveLaw[] {
  const laws: NaiveLaw[] = [];
  for (const [smaller, a] of Object.entries(signals)) {
    for (const [larger, b] of Object.entries(signals)) {
      if (smaller === larger || a.counts === undefined || a.counts !== b.counts) continue;
      const isAsSelective = (b.by ?? []).every(name => a.by?.includes(name));
      const isAsShort = (durationIn(a.within ?? '') ?? NaN) <= (durationIn(b.within ?? '') ?? NaN);
      if (isAsSelective && isAsShort)
        laws.push({ smaller, larger, holds: compare(signal(smaller), '<=', signal(larger)) });
    }
  }
  return laws;
}
