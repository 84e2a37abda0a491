import type { Fact } from '../../engine/analysis/facts.ts';
import type { Witness } from '../../engine/solver/gate.ts';
import type { AnalysisSubject } from '../../engine/solver/subject.ts';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { isJsonObject, type Json, type JsonObject } from '../../engine/model/json.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import { claims } from './claims.ts';
import { now } from './comparable-facts.ts';
import type { Dimension, InputSpace } from './input-space.ts';
import { asWritten, decideNaively, type NaiveRuleSet } from './naive-interpreter.ts';

/** What is wrong with a witness: the fact that it should prove, and an input on which it does not. */
export interface Refutation {
  fact: Fact['kind'];
  input: Json;
}

/** Tries every witness, with all values of each signal that is said to make no difference, alone and all together. */
export function refutations(
  naive: NaiveRuleSet,
  space: InputSpace,
  { facts, subject }: { facts: readonly Fact[]; subject: AnalysisSubject },
): { tried: number; refuted: Refutation[] } {
  const compiled = compile(asWritten(naive));
  const refuted: Refutation[] = [];
  let tried = 0;
  for (const fact of facts) {
    for (const { witness, holds } of claims(fact, subject)) {
      for (const input of witness === null ? [] : variants(witness, space)) {
        tried++;
        const at = witness?.at ?? now;
        const record = decide(compiled, input, { at, trace: true });
        const firing = record.trace?.rules.filter(each => each.fires && !each.shadow).map(each => ruleName(each.rule));
        const isReal = record.inputValid && record.assumptionsBroken.length === 0;
        const isSame = record.decision === decideNaively(naive, input, at).decision;
        if (!isReal || !isSame || !holds(record, firing ?? [])) refuted.push({ fact: fact.kind, input });
      }
    }
  }
  return { tried, refuted };
}

function variants({ input, free }: Witness, space: InputSpace): Json[] {
  const dimensions = space.signals.filter(({ name }) => free.includes(name));
  const alone = dimensions.flatMap(dimension => dimension.values.map((_, at) => changed(input, [dimension], at)));
  const most = Math.max(0, ...dimensions.map(({ values }) => values.length));
  const together = Array.from({ length: most }, (_, at) => changed(input, dimensions, at));
  return [input, ...alone, ...together];
}

/** The input with other values of top-level signals. */
function changed(input: Json, dimensions: readonly Dimension[], at: number): JsonObject {
  const result: JsonObject = { ...(isJsonObject(input) ? input : {}) };
  for (const { name, values } of dimensions) {
    const value = values[at % values.length];
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  return result;
}
