import type { Budget, Product, ProductNode } from './product.ts';

/** A closed range of lengths in code points; `most` may be infinite. */
export interface Lengths {
  least: number;
  most: number;
}

/** A node of a product that some string of a range of lengths ends in. */
export interface Reached {
  node: ProductNode;
  /** Index of the range. */
  range: number;
  /** Length of the shortest string of the range that ends there. */
  length: number;
  /** That string, and of several the one whose code points a person would rather type; undefined where it is too long to write out. */
  text(): string | undefined;
}

/** Longer strings are not written out. */
export const longestExample = 10_000;

/** How a node was come to: from which, by which code point. */
interface Step {
  node: number;
  length: number;
  from: Step | undefined;
  codePoint: number;
}

/** The nodes that strings of one exact length end in, in the order of their first string, and how each is come to from the layer before. */
type Layer = Map<number, { from: number; codePoint: number }>;

/**
 * The nodes that strings of certain lengths end in, those of the shortest strings first, for each of several ranges of lengths.
 * Ends early where the budget does.
 * @param ranges ascending and apart from each other
 */
export function* shortestStrings(product: Product, ranges: readonly Lengths[], budget: Budget): Generator<Reached> {
  const layerAt = layersOf(product, budget);
  for (const [range, { least, most }] of ranges.entries()) {
    const layer = layerAt(least);
    if (!layer) return;
    const seen = new Set(layer.keys());
    const queue: Step[] = Array.from(seen, node => ({ node, length: least, from: undefined, codePoint: 0 }));
    for (let next = 0; next < queue.length; next++) {
      const step = queue[next] as Step;
      const { node, length } = step;
      yield { node: product.nodes[node] as ProductNode, range, length, text: () => textOf(step, layerAt) };
      if (length === most) continue;
      for (const { to, codePoint } of edgesOf(product, node)) {
        if (--budget.left <= 0) return;
        if (seen.has(to)) continue;
        seen.add(to);
        queue.push({ node: to, length: length + 1, from: step, codePoint });
      }
    }
  }
}

/** A layer that has the nodes of the one before stands for all later ones. Undefined where the budget ends, or the strings are too long. */
function layersOf(product: Product, budget: Budget): (length: number) => Layer | undefined {
  const layers: Layer[] = [new Map([[0, { from: -1, codePoint: 0 }]])];
  let settled = false;
  return length => {
    while (layers.length <= length && !settled) {
      if (layers.length > longestExample) {
        budget.left = 0;
        return undefined;
      }
      const last = layers[layers.length - 1] as Layer;
      const layer: Layer = new Map();
      for (const from of last.keys())
        for (const { to, codePoint } of edgesOf(product, from)) {
          if (--budget.left <= 0) return undefined;
          if (!layer.has(to)) layer.set(to, { from, codePoint });
        }
      settled = layer.size === last.size && [...layer.keys()].every(node => last.has(node));
      layers.push(layer);
    }
    return layers[Math.min(length, layers.length - 1)];
  };
}

function textOf(end: Step, layerAt: (length: number) => Layer | undefined): string | undefined {
  if (end.length > longestExample) return undefined;
  const backwards: number[] = [];
  let step = end;
  for (; step.from; step = step.from) backwards.push(step.codePoint);
  for (let { node, length } = step; length > 0; length--) {
    const entry = layerAt(length)?.get(node);
    if (!entry) return undefined;
    backwards.push(entry.codePoint);
    node = entry.from;
  }
  return backwards
    .reverse()
    .map(codePoint => String.fromCodePoint(codePoint))
    .join('');
}

function edgesOf(product: Product, node: number): ProductNode['edges'] {
  return (product.nodes[node] as ProductNode).edges;
}
