import { everyPoint } from '../solver/witness/sample.ts';
import type { Ground } from '../solver/problem.ts';
import { boxesMeet, meetAt, statesIn, type Box, type Dimension } from '../space/dimension.ts';

/** Dimensions that laws tie together, with these laws. */
interface Component {
  dimensions: Dimension[];
  laws: { box: Box; dimensions: Dimension[] }[];
}

/** Combinations of dimensions that are tied together; of more, none are counted. */
const mostTied = 4096;

/**
 * Counts the combinations of cells in a box that some input has. Dimensions that no law ties together multiply, so that only the tied ones are gone through
 * one by one. The count is null where that would be too many.
 */
export function countPossible(ground: Ground): (box: Box) => number | null {
  const { layout } = ground.space;
  const components = componentsOf(ground);
  return box => {
    let product = 1;
    for (const { dimensions, laws } of components) {
      const size = dimensions.reduce((states, dimension) => states * statesIn(box, dimension), 1);
      const met = laws.filter(law => boxesMeet(layout, law.box, box));
      if (met.length === 0) {
        product *= size;
        continue;
      }
      if (size > mostTied) return null;
      let possible = 0;
      for (const point of everyPoint(box, dimensions)) {
        if (!met.some(law => law.dimensions.every(dimension => meetAt(law.box, point, dimension)))) possible++;
      }
      product *= possible;
    }
    return product;
  };
}

function componentsOf({ index, laws, space: { layout } }: Ground): Component[] {
  const root = layout.dimensions.map((_, at) => at);
  const find = (at: number): number => {
    let current = at;
    while (root[current] !== current) current = root[current] ?? current;
    return current;
  };
  const clauses = index.clauses.slice(0, laws);
  for (const { dimensions } of clauses) {
    const [first = 0, ...others] = dimensions;
    for (const other of others) root[find(other)] = find(first);
  }
  const components = new Map<number, Component>();
  for (const dimension of layout.dimensions) {
    const name = find(dimension.index);
    const component = components.get(name) ?? { dimensions: [], laws: [] };
    component.dimensions.push(dimension);
    components.set(name, component);
  }
  for (const { box, dimensions } of clauses) {
    const tied = [...dimensions].flatMap(at => layout.dimensions[at] ?? []);
    const [first] = tied;
    // A law of no dimension rules everything out.
    const component = first === undefined ? [...components.values()][0] : components.get(find(first.index));
    component?.laws.push({ box, dimensions: tied });
  }
  return [...components.values()];
}
