import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import type { Expectation } from '../../engine/model/samples.ts';

/** How a decision differs from what a sample expects, one phrase a difference; empty where it is as expected. */
export function unmetExpectations(expected: Expectation, record: DecisionRecord): string[] {
  const unmet: string[] = [];
  const compare = (what: string, wanted: string | null | undefined, found: string | null) => {
    if (wanted !== undefined && wanted !== found) unmet.push(`${what} ${wanted ?? 'none'}, not ${found ?? 'none'}`);
  };
  compare('decision', expected.decide, record.decision);
  compare('target', expected.to, record.to);
  compare('payload', expected.payload, record.payload?.contract ?? null);
  compare('reason code', expected.reasonCode, record.reasonCode);
  if (expected.rule !== undefined) {
    const found = record.rule === null ? ['default'] : [record.rule.id, ruleName(record.rule)];
    if (!found.includes(expected.rule)) unmet.push(`rule ${expected.rule}, not ${found.at(-1) ?? 'default'}`);
  }
  if (expected.missing !== undefined) {
    const wanted = [...expected.missing].sort().join(', ');
    const found = record.missing
      .map(({ signal }) => signal)
      .sort()
      .join(', ');
    if (wanted !== found) unmet.push(`missing ${wanted || 'none'}, not ${found || 'none'}`);
  }
  if (expected.firedOnUnknown !== undefined && expected.firedOnUnknown !== record.firedOnUnknown) {
    unmet.push(expected.firedOnUnknown ? 'fired on unknown' : 'not fired on unknown');
  }
  return unmet;
}
