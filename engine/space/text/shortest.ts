import type { Budget, Product, ProductNode } from './product.ts';

/** A closed range of lengths in code points; `most` may be infinite. */
export interface Lengths {
  least: number;
  most: number;
}

/** A node of a product in which a string with a length in some range ends. */
export interface Reached {
  node: ProductNode;
  /** Index of the range. */
  range: number;
  /** The length of the shortest such string, in code points. */
  length: number;
  /** The shortest such string, of several the most natural; undefined if it is longer than `longestExample`. */
  text(): string | undefined;
}

/** Maximum length of strings that are written out, in code points. */
export const longestExample = 10_000;

/** A node on the path of a string, with its predecessor and the code point between them. */
interface Step {
  node: number;
  length: number;
  from: Step | undefined;
  codePoint: number;
}

/** The nodes in which strings of one exact length end, in the order of their first string, each with its predecessor in the layer before. */
type Layer = Map<number, { from: number; codePoint: number }>;

/**
 * For each range of lengths, the nodes in which strings with these lengths end, in order of their shortest string. Stops if the budget runs out.
 * @param ranges ascending and disjoint
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

/** The layers by length. A layer with the same nodes as the one before is used for all later ones. Undefined if the budget runs out or strings get too long. */
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
