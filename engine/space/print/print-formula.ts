import { both, either, tight, type CelText } from './cel-text.ts';
import { statesOf } from '../dimension.ts';
import type { Formula } from '../formula.ts';
import { printStates, type ConstantNames } from './print.ts';
import { printTable, type NamedTables } from './print-table.ts';
import { casesOf, isConjunction, leafRegion, negated, type Piece, type TruthMode } from '../regions.ts';
import type { Space } from '../space.ts';

type Leaf = Extract<Formula, { kind: 'leaf' }>;

const unknownModes: ReadonlySet<TruthMode> = new Set(['possible', 'refutable']);

function leafIn(formula: Formula | undefined): Leaf | null {
  if (formula?.kind === 'not') return leafIn(formula.operand);
  return formula?.kind === 'leaf' ? formula : null;
}

/** CEL that is true exactly for the inputs for which a condition has a truth. Its length grows with the condition, not with the number of boxes. */
export function printFormula(
  space: Space,
  formula: Formula,
  wanted: TruthMode,
  names?: ConstantNames,
  areNamed: NamedTables = () => false,
): CelText {
  const print = (part: Formula, truth: TruthMode): CelText => printFormula(space, part, truth, names, areNamed);
  switch (formula.kind) {
    case 'constant':
      return tight(String(formula.value === (wanted === 'true' || wanted === 'possible')));
    case 'unknown':
      return tight(String(wanted === 'possible' || wanted === 'refutable'));
    case 'not':
      return print(formula.operand, negated[wanted]);
    case 'all':
    case 'any': {
      const operands = formula.operands.map(operand => print(operand, wanted));
      return isConjunction(formula, wanted) ? both(operands) : either(operands);
    }
    case 'if':
      return printCases(formula);
    case 'table':
      return (areNamed(formula.table) ? printTable(space, formula.table, wanted) : null) ?? printCases(formula);
    case 'leaf':
      return printed(formula, statesIn(formula, wanted));
  }

  function printed(leaf: Leaf, states: ReadonlySet<number>): CelText {
    if (states.size === 0) return tight('false');
    const ascending = [...states].sort((a, b) => a - b);
    return printStates(space, leaf.dimension, ascending, names) ?? tight('true');
  }

  function statesIn(leaf: Leaf, truth: TruthMode): Set<number> {
    return new Set(leafRegion(space.layout, leaf, truth).flatMap(box => statesOf(box, leaf.dimension)));
  }

  function printCases(choice: Extract<Formula, { kind: 'if' | 'table' }>): CelText {
    return either(casesOf(choice, wanted).map(parts => unknown(parts) ?? both(parts.map(printPart))));
  }

  function printPart(part: Piece): CelText {
    return print(part.formula, part.wanted);
  }

  /** The case in which a test of one signal is unknown, which is both possible and refutable; null for others. */
  function unknown([first, second]: readonly Piece[]): CelText | null {
    const leaf = leafIn(first?.formula);
    if (leaf === null || first === undefined || first.formula !== second?.formula) return null;
    // In `a ? b : a`, the same test is false twice.
    if (!unknownModes.has(first.wanted) || !unknownModes.has(second.wanted) || first.wanted === second.wanted)
      return null;
    const refutable = statesIn(leaf, 'refutable');
    return printed(leaf, new Set([...statesIn(leaf, 'possible')].filter(state => refutable.has(state))));
  }
}
