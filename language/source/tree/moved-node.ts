import type { AliasNode, MappingNode, ScalarNode, SequenceNode, SourceEntry, SourceNode } from './source-node.ts';

/**
 * A node moved by a number of characters. The content of a collection is moved lazily, so that moving a node of any size takes
 * constant time.
 */
export function movedNode<N extends SourceNode>(node: N, by: number): N {
  return by === 0 ? node : (moved(node, by) as N);
}

function moved(node: SourceNode, by: number): SourceNode {
  if (node instanceof MovedMapping) return movedCollection(node.original, node.by + by);
  if (node instanceof MovedSequence) return movedCollection(node.original, node.by + by);
  switch (node.kind) {
    case 'mapping':
    case 'sequence':
      return movedCollection(node, by);
    case 'scalar':
      return movedScalar(node, by);
    case 'alias':
      return { ...node, ...span(node, by), target: movedNode<AliasNode['target']>(node.target, by) };
  }
}

function movedCollection(node: MappingNode | SequenceNode, by: number): SourceNode {
  if (by === 0) return node;
  return node.kind === 'mapping' ? new MovedMapping(node, by) : new MovedSequence(node, by);
}

function movedScalar(node: ScalarNode, by: number): ScalarNode {
  const { block } = node;
  return block === undefined
    ? { ...node, ...span(node, by) }
    : { ...node, ...span(node, by), block: { ...block, contentStart: block.contentStart + by } };
}

function span({ start, end }: SourceNode, by: number): { start: number; end: number } {
  return { start: start + by, end: end + by };
}

export function movedEntry(entry: SourceEntry, by: number): SourceEntry {
  if (by === 0) return entry;
  return { ...entry, keyNode: movedScalar(entry.keyNode, by), value: movedNode(entry.value, by) };
}

/** The first entry of a key. In a moved mapping, only that entry is moved. */
export function entryOf(node: MappingNode, key: string): SourceEntry | undefined {
  return node instanceof MovedMapping ? node.entry(key) : node.byKey.get(key);
}

class MovedMapping implements MappingNode {
  readonly kind = 'mapping';
  readonly start: number;
  readonly end: number;
  readonly flow: boolean;
  readonly #moved = new Map<SourceEntry, SourceEntry>();
  #entries: SourceEntry[] | undefined;
  #byKey: Map<string, SourceEntry> | undefined;

  constructor(
    readonly original: MappingNode,
    readonly by: number,
  ) {
    this.start = original.start + by;
    this.end = original.end + by;
    this.flow = original.flow;
  }

  entry(key: string): SourceEntry | undefined {
    const entry = this.original.byKey.get(key);
    return entry && this.#move(entry);
  }

  get entries(): SourceEntry[] {
    return (this.#entries ??= this.original.entries.map(entry => this.#move(entry)));
  }

  get byKey(): Map<string, SourceEntry> {
    return (this.#byKey ??= new Map([...this.original.byKey].map(([key, entry]) => [key, this.#move(entry)] as const)));
  }

  /** Moves each entry once, so that its identity is stable. */
  #move(entry: SourceEntry): SourceEntry {
    const known = this.#moved.get(entry);
    if (known !== undefined) return known;
    const moved = movedEntry(entry, this.by);
    this.#moved.set(entry, moved);
    return moved;
  }
}

class MovedSequence implements SequenceNode {
  readonly kind = 'sequence';
  readonly start: number;
  readonly end: number;
  readonly flow: boolean;
  #items: SourceNode[] | undefined;

  constructor(
    readonly original: SequenceNode,
    readonly by: number,
  ) {
    this.start = original.start + by;
    this.end = original.end + by;
    this.flow = original.flow;
  }

  get items(): SourceNode[] {
    return (this.#items ??= this.original.items.map(item => movedNode(item, this.by)));
  }
}
