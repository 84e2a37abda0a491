import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asWritten, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { times, versionPairs } from '../../testing/oracle/version-pairs.ts';
import { everyPoint } from '../solver/witness/sample.ts';
import { createGate } from '../solver/gate.ts';
import { createSolver, constraintsOf } from '../solver/solver.ts';
import { isEmpty, meeting } from '../solver/point.ts';
import { analysisSubject } from '../solver/subject.ts';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { statesIn, within } from '../space/dimension.ts';
import { findRegions } from './found-regions.ts';
import { sharesOf } from './shares.ts';
import { buildVersions } from './versions.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(40);

const subjectOf = (naive: NaiveRuleSet) => {
  const ruleSet = asWritten(naive);
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
};

test('an exact share equals the count of all combinations', () => {
  let compared = 0;
  fc.assert(
    fc.property(versionPairs, ([before, after]) => {
      const subjects = [subjectOf(before), subjectOf(after)] as const;
      const now = times[0] ?? 0;
      const versions = buildVersions(...subjects, now);
      const { problem } = versions;
      const { layout } = problem.space;
      const size = layout.dimensions.reduce((product, dimension) => product * statesIn(layout.whole, dimension), 1);
      if (size > 3000) return;
      const steps = findRegions(versions, createSolver(problem, undefined, undefined, createGate(subjects, now)));
      let step = steps.next();
      while (step.done !== true) step = steps.next();
      const { regions } = step.value;
      const constraints = constraintsOf(problem);
      const possible = [...everyPoint(layout.whole, layout.dimensions)].filter(point =>
        isEmpty(meeting(problem, point, constraints)),
      );
      sharesOf(problem, regions).forEach(({ value, exact }, at) => {
        const pair = regions[at]?.pair;
        if (!exact || pair === undefined) return;
        const inside = possible.filter(
          point =>
            pair.region.some(box => within(layout, point, box)) && isEmpty(meeting(problem, point, pair.excluding)),
        );
        expect(value).toBeCloseTo(inside.length / possible.length, 10);
        compared++;
      });
    }),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs / 2);
});
