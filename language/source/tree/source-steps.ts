import { entryOf } from './moved-node.ts';
import { withoutAlias, type AliasNode, type SourceEntry, type SourceNode, type SourcePath } from './source-node.ts';

/** One step of a path: the value's node, and its entry if it is in a mapping. */
export interface Step {
  entry: SourceEntry | null;
  node: SourceNode;
}

/** The steps along a path as far as it exists; the first is the root. Empty for an empty document. */
export function stepsAlong(root: SourceNode | null, path: SourcePath): Step[] {
  if (root === null) return [];
  const steps: Step[] = [{ entry: null, node: root }];
  let node: SourceNode = root;
  for (const segment of path) {
    const inside: Exclude<SourceNode, AliasNode> = withoutAlias(node);
    if (inside.kind === 'mapping') {
      const entry = entryOf(inside, String(segment));
      if (entry === undefined) break;
      steps.push({ entry, node: entry.value });
      node = entry.value;
    } else if (inside.kind === 'sequence') {
      const item = typeof segment === 'number' ? inside.items[segment] : undefined;
      if (item === undefined) break;
      steps.push({ entry: null, node: item });
      node = item;
    } else break;
  }
  return steps;
}

/** The node at a path, with aliases resolved; undefined if there is none. */
export function nodeAlong(root: SourceNode | null, path: SourcePath): Exclude<SourceNode, AliasNode> | undefined {
  let node = root === null ? undefined : withoutAlias(root);
  for (const segment of path) {
    if (node?.kind === 'mapping') node = targetOf(entryOf(node, String(segment))?.value);
    else if (node?.kind === 'sequence' && typeof segment === 'number') node = targetOf(node.items[segment]);
    else return undefined;
  }
  return node;
}

function targetOf(node: SourceNode | undefined): Exclude<SourceNode, AliasNode> | undefined {
  return node === undefined ? undefined : withoutAlias(node);
}
