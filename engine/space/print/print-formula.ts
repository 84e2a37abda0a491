import { both, either, tight, type CelText } from './cel-text.ts';
import { statesOf } from '../dimension.ts';
import type { Formula } from '../formula.ts';
import { printStates, type ConstantNames } from './print.ts';
import { casesOf, isConjunction, leafRegion, negated, type TruthMode } from '../regions.ts';
import type { Space } from '../space.ts';

/** CEL that is true exactly for the inputs for which a condition has a truth. Its length grows with the condition, not with the number of boxes. */
export function printFormula(space: Space, formula: Formula, wanted: TruthMode, names?: ConstantNames): CelText {
  switch (formula.kind) {
    case 'constant':
      return tight(String(formula.value === (wanted === 'true' || wanted === 'possible')));
    case 'unknown':
      return tight(String(wanted === 'possible' || wanted === 'refutable'));
    case 'not':
      return printFormula(space, formula.operand, negated[wanted], names);
    case 'all':
    case 'any': {
      const operands = formula.operands.map(operand => printFormula(space, operand, wanted, names));
      return isConjunction(formula, wanted) ? both(operands) : either(operands);
    }
    case 'if':
    case 'table':
      return either(
        casesOf(formula, wanted).map(parts =>
          both(parts.map(part => printFormula(space, part.formula, part.wanted, names))),
        ),
      );
    case 'leaf': {
      const states = leafRegion(space.layout, formula, wanted).flatMap(box => statesOf(box, formula.dimension));
      if (states.length === 0) return tight('false');
      return (
        printStates(
          space,
          formula.dimension,
          [...new Set(states)].sort((a, b) => a - b),
          names,
        ) ?? tight('true')
      );
    }
  }
}
