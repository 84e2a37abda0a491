import { everyPoint } from '../solver/witness/sample.ts';
import type { Problem } from '../solver/problem.ts';
import { boxesMeet, meetAt, statesIn, type Box, type Dimension } from '../space/dimension.ts';

/** Dimensions that constraints tie together, with these constraints. */
interface Component {
  dimensions: Dimension[];
  constraints: { box: Box; dimensions: Dimension[] }[];
}

/** Combinations of dimensions that are tied together; of more, none are counted. */
const maxTied = 4096;

/**
 * Counts the combinations of cells in a box that some input has. Dimensions that no constraint ties together multiply, so that only the tied ones are gone through
 * one by one. The count is null where that would be too many.
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
      if (size > maxTied) return null;
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
    const tied = [...dimensions].flatMap(at => layout.dimensions[at] ?? []);
    const [first] = tied;
    // A constraint of no dimension rules everything out.
    const component = first === undefined ? [...components.values()][0] : components.get(find(first.index));
    component?.constraints.push({ box, dimensions: tied });
  }
  return [...components.values()];
}
