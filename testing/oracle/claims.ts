import type { Fact } from '../../engine/analysis/facts.ts';
import type { Witness } from '../../engine/solver/gate.ts';
import { allows } from '../../engine/analysis/invariants.ts';
import type { AnalysedRule, AnalysisSubject } from '../../engine/solver/subject.ts';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import { ruleName } from '../../engine/model/rule-set.ts';

/** A witness, and the condition that the decision on it must meet; independent of the engine's own claims. */
export type Claim = { witness: Witness | null; holds: (record: DecisionRecord, firing: string[]) => boolean };

export function claims(fact: Fact, subject: AnalysisSubject): Claim[] {
  const name = (rule: AnalysedRule): string => ruleName(rule.ref);
  const by = (record: DecisionRecord): string | null => record.rule && ruleName(record.rule);
  switch (fact.kind) {
    case 'shadowed-rule':
      return [
        {
          witness: fact.witness,
          holds: (record, firing) => firing.includes(name(fact.rule)) && by(record) !== name(fact.rule),
        },
      ];
    case 'redundant-rule':
      return [{ witness: fact.witness, holds: (_, firing) => firing.includes(name(fact.rule)) }];
    case 'conflicting-rules':
      return fact.clusters.map(({ rules, witness }) => ({
        witness,
        holds: (_, firing) => [fact.rule, ...rules].every(rule => firing.includes(name(rule))),
      }));
    case 'uncovered-input':
      return fact.regions.map(({ witness }) => ({ witness, holds: (_, firing) => firing.length === 0 }));
    case 'boundary-gap':
      return [
        {
          witness: fact.witness,
          holds: (_, firing) => !firing.includes(name(fact.below)) && !firing.includes(name(fact.above)),
        },
      ];
    case 'fails-open':
      return [
        { witness: fact.with.witness, holds: record => record.decision !== 'continue' },
        { witness: fact.without.witness, holds: record => record.decision === 'continue' },
      ];
    case 'invariant-violated': {
      const broken = subject.invariants[fact.invariant]?.invariant;
      return [
        {
          witness: fact.witness,
          holds: record =>
            by(record) === (fact.rule && name(fact.rule)) &&
            broken !== undefined &&
            !allows(broken, {
              decide: record.decision,
              ...(record.to === null ? {} : { to: record.to }),
              ...(record.payload === null ? {} : { payload: record.payload.contract }),
            }),
        },
      ];
    }
    default:
      return [];
  }
}
