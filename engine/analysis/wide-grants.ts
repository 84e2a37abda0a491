import { brokenPartsOf, clausesOf } from '../condition/condition.ts';
import { boundSignals, isGrantable } from '../condition/derived-signals.ts';
import { whenIn } from '../condition/trigger.ts';
import type { Problem, ProblemRule } from '../solver/problem.ts';
import { meetAt, statesIn, type Box, type Dimension } from '../space/dimension.ts';
import { stateAt } from '../solver/point.ts';
import { extremeValue, numberLineOf } from '../space/number-line.ts';
import { dimensionsOf, isList, type Space } from '../space/space.ts';
import type { FactOf } from './facts.ts';

/** Maximum number of boxes of a rule that are compared with each other. Of more, all signals count as open. */
const maxBoxes = 200;

/**
 * The signals that the trigger of a rule reads and its `grant` does not bind, as far as two cases of the rule with the same bound values can differ in
 * them: once one of the cases is granted, nobody looks at the other. Null if there are none.
 */
export function wideGrant({ space, subject }: Problem, { rule, fires }: ProblemRule): FactOf<'wide-grant'> | null {
  if (!isGrantable(rule.rule) || brokenPartsOf(rule.condition).length > 0) return null;
  const bound = new Set(boundSignals(rule.rule));
  const read = new Set(clausesOf(whenIn(rule.rule, rule.condition)).flatMap(({ signals }) => signals));
  const open = [...read].filter(name => !bound.has(name) && !space.derived.has(name));
  const boundDimensions = [...bound].flatMap(name => dimensionsNamed(space, name));
  const signals = open.filter(name => canDiffer({ space, subject }, fires, name, boundDimensions));
  return signals.length === 0 ? null : { kind: 'wide-grant', rule, signals };
}

function dimensionsNamed({ signals }: Space, name: string): Dimension[] {
  const axes = signals.get(name);
  return axes === undefined ? [] : dimensionsOf(axes);
}

/** True if two inputs on which a rule fires agree in the bound signals and differ in another one. */
function canDiffer(
  { space, subject }: Pick<Problem, 'space' | 'subject'>,
  fires: readonly Box[],
  name: string,
  bound: readonly Dimension[],
): boolean {
  const axes = space.signals.get(name);
  if (axes === undefined || isList(axes) || fires.length > maxBoxes) return fires.length > 0;
  const { dimension, meaning } = axes;
  const signal = subject.declarations.signals.get(name);
  const line = signal && numberLineOf(signal);
  const isSingle = (box: Box): boolean => {
    if (statesIn(box, dimension) !== 1) return false;
    const state = stateAt(box, dimension);
    if (state === dimension.cells) return true;
    const each = meaning(state);
    switch (each.kind) {
      case 'value':
        return true;
      case 'interval':
        return (
          line !== undefined && extremeValue(line, each.interval, 'low') === extremeValue(line, each.interval, 'high')
        );
      case 'text':
        return each.named;
    }
  };
  return fires.some(
    (box, index) =>
      !isSingle(box) ||
      fires
        .slice(index + 1)
        .some(other => !meetAt(box, other, dimension) && bound.every(each => meetAt(box, other, each))),
  );
}
