import { everyPoint } from '../solver/witness/sample.ts';
import type { Problem } from '../solver/problem.ts';
import { boxesMeet, meetAt, statesIn, type Box, type Dimension } from '../space/dimension.ts';

/** A set of dimensions connected by constraints, with these constraints. */
interface Component {
  dimensions: Dimension[];
  constraints: { box: Box; dimensions: Dimension[] }[];
}

/** Maximum number of combinations in connected dimensions that are counted. */
const maxCombinations = 4096;

/**
 * Counts the combinations of cells in a box that satisfy the constraints. Only dimensions connected by constraints are enumerated; independent ones are
 * multiplied. The count is null if there are too many combinations.
 */
export function countPossible(problem: Problem): (box: Box) => number | null {
  const { layout } = problem.space;
  const components = componentsOf(problem);
  return box => {
    let product = 1;
    for (const { dimensions, constraints } of components) {
      const size = dimensions.reduce((states, dimension) => states * statesIn(box, dimension), 1);
      const met = constraints.filter(constraint => boxesMeet(layout, constraint.box, box));
      if (met.length === 0) {
        product *= size;
        continue;
      }
      if (size > maxCombinations) return null;
      let possible = 0;
      for (const point of everyPoint(box, dimensions)) {
        if (!met.some(constraint => constraint.dimensions.every(dimension => meetAt(constraint.box, point, dimension))))
          possible++;
      }
      product *= possible;
    }
    return product;
  };
}

function componentsOf({ index, constraints, space: { layout } }: Problem): Component[] {
  const root = layout.dimensions.map((_, at) => at);
  const find = (at: number): number => {
    let current = at;
    while (root[current] !== current) current = root[current] ?? current;
    return current;
  };
  const clauses = index.clauses.slice(0, constraints);
  for (const { dimensions } of clauses) {
    const [first = 0, ...others] = dimensions;
    for (const other of others) root[find(other)] = find(first);
  }
  const components = new Map<number, Component>();
  for (const dimension of layout.dimensions) {
    const name = find(dimension.index);
    const component = components.get(name) ?? { dimensions: [], constraints: [] };
    component.dimensions.push(dimension);
    components.set(name, component);
  }
  for (const { box, dimensions } of clauses) {
    const connected = [...dimensions].flatMap(at => layout.dimensions[at] ?? []);
    const [first] = connected;
    // A constraint without dimensions excludes everything.
    const component = first === undefined ? [...components.values()][0] : components.get(find(first.index));
    component?.constraints.push({ box, dimensions: connected });
  }
  return [...components.values()];
}
