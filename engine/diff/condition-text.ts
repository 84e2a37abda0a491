import type { Solver } from '../solver/solver.ts';
import type { ProblemRule } from '../solver/problem.ts';
import { clausesOf, writtenClausesOf } from '../condition/condition.ts';
import { thresholdConstant } from '../condition/declarations.ts';
import { isTable } from '../model/rule-set.ts';
import { both, type CelText } from '../space/print/cel-text.ts';
import { sameAt, type Box } from '../space/dimension.ts';
import { printFormula } from '../space/print/print-formula.ts';
import { printBoxes, type ConstantNames } from '../space/print/print.ts';
import type { NamedTables } from '../space/print/print-table.ts';
import { firingTruth, opposite } from '../space/regions.ts';
import type { AnalysisSubject } from '../solver/subject.ts';
import type { Pair } from './differing.ts';
import type { CommonSignals } from './differing-signals.ts';
import { earlierThatMatter, firingRegion } from './earlier-rules.ts';
import { differs } from './own-thresholds.ts';
import type { RegionParts } from './sentences/region-parts.ts';

/** Maximum length of a condition that is used without trying the other form, in characters. */
const maxReadable = 160;

/** Writes the inputs of a pair as a CEL condition. `boxes` and `parts` are null if there are too many of them. */
export type ConditionWriter = (pair: Pair, boxes: readonly Box[] | null, parts: RegionParts | null) => string;

/**
 * Writes conditions of regions, either from their boxes or as what the deciders ask while no earlier rule fires, whichever is shorter. Both are true for
 * exactly these inputs among the possible ones.
 */
export function conditionWriter(solver: Solver, names: ConstantNames, areNamed: NamedTables): ConditionWriter {
  const { space, regions } = solver.problem;
  const nameless = space.layout.dimensions.filter(({ subject: { kind } }) => kind === 'part' || kind === 'broken');
  const written = { fires: new Map<ProblemRule, CelText>(), isSilent: new Map<ProblemRule, CelText>() };

  return (pair, boxes, parts) => {
    const isWritable = boxes?.every(box => nameless.every(dimension => sameAt(box, space.layout.whole, dimension)));
    const byBoxes = isWritable === true && boxes !== null ? printBoxes(space, boxes, names).text : null;
    const hasTable = namesTable(pair);
    if (byBoxes !== null && byBoxes.length <= maxReadable && !hasTable) return byBoxes;
    const byRules = parts === null || hasTable ? ruleText(pair) : partsText(parts);
    return byBoxes === null || byRules.length < byBoxes.length ? byRules : byBoxes;
  };

  /** True if a decider's condition has a clause with tables that can be named. Its boxes have the numbers of each column. */
  function namesTable(pair: Pair): boolean {
    return [pair.before.rule, pair.after.rule].some(
      rule =>
        rule !== null &&
        writtenClausesOf(rule.rule.condition).some(clause => clause.kind === 'table' && areNamed(clause)),
    );
  }

  function ruleText(pair: Pair): string {
    const deciders = [pair.before.rule, pair.after.rule].flatMap(rule => (rule === null ? [] : [print(rule, 'fires')]));
    return both([
      ...deciders,
      ...earlierThatMatter(solver, pair, firingRegion(solver, pair)).map(rule => print(rule, 'isSilent')),
    ]).text;
  }

  function partsText({ boxes, earlier }: RegionParts): string {
    return both([printBoxes(space, boxes, names), ...earlier.map(rule => print(rule, 'isSilent'))]).text;
  }

  function print(problem: ProblemRule, how: 'fires' | 'isSilent'): CelText {
    const known = written[how].get(problem);
    if (known !== undefined) return known;
    const { rule, condition, onUnknown } = problem.rule;
    const truth = firingTruth(onUnknown, rule.decide === 'continue');
    const text = printFormula(
      space,
      regions.formula(condition),
      how === 'fires' ? truth : opposite[truth],
      names,
      areNamed,
    );
    written[how].set(problem, text);
    return text;
  }
}

/** True for clauses whose tables of thresholds have the same values in both versions, in which all signals are declared alike. */
export function namedTables(
  before: AnalysisSubject,
  after: AnalysisSubject,
  { differing }: CommonSignals,
): NamedTables {
  return ({ thresholds, signals }) =>
    signals.every(name => !differing.has(name)) &&
    thresholds.every(name => {
      const [left, right] = [before, after].map(({ declarations }) => declarations.thresholds.get(name));
      return left !== undefined && right !== undefined && !differs(left, right);
    });
}

type Naming = Pick<AnalysisSubject, 'declarations'> & {
  rules: readonly Pick<AnalysisSubject['rules'][number], 'condition'>[];
};

/** Names of thresholds for the constants with which conditions compare signals. Thresholds that differ between the versions are not used. */
export function thresholdNames(before: Naming, after: Naming): ConstantNames {
  const names = new Map<string, string>();
  for (const { rules, declarations } of [before, after]) {
    for (const { test, thresholds } of rules.flatMap(({ condition }) => clausesOf(condition))) {
      const [name] = thresholds;
      const threshold = name === undefined ? undefined : after.declarations.thresholds.get(name);
      if (name === undefined || threshold === undefined || isTable(threshold) || thresholds.length > 1) continue;
      const value = thresholdConstant(threshold);
      const other = before.declarations.thresholds.get(name) ?? threshold;
      if (value === undefined || !declarations.thresholds.has(name)) continue;
      if (isTable(other) || thresholdConstant(other) !== value) continue;
      if (test.kind === 'size' && test.value === value) names.set(`size ${test.signal} ${value}`, `thresholds.${name}`);
      const compared = test.kind === 'term' ? test.test : test;
      if (compared.kind === 'compare' && compared.value === value)
        names.set(`value ${compared.signal} ${value}`, `thresholds.${name}`);
    }
  }
  return (asked, signal, value) => names.get(`${asked} ${signal} ${value}`);
}
