import { isAlias, isMap, isScalar, isSeq, type CST, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Steps } from '../../../engine/model/steps.ts';
import { maxAliasedValues, numberProblem, syntaxProblem, type TextProblem } from '../tree/source-problem.ts';
import {
  mappingOf,
  withoutAlias,
  type AliasNode,
  type ScalarNode,
  type ScalarStyle,
  type SourceEntry,
  type SourceNode,
} from '../tree/source-node.ts';
import { unfolded } from '../tree/scalar-offsets.ts';
import { endOfLine, indentOf, yamlQuoteEnd } from '../traps/trap.ts';
import type { Mask } from '../tree/masks.ts';
import type { ComposedYaml } from './yaml-pieces.ts';

const coreTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(name => `tag:yaml.org,2002:${name}`),
);

const nodesPerStep = 1000;

/** Builds the tree with offsets from the composed document. */
export class TreeBuilder {
  readonly problems: TextProblem[] = [];
  /** Quoted texts without a closing quote, to be masked before the text is parsed again. */
  readonly unclosed: Mask[] = [];
  /** True if there is no anchor, alias or tag, so that no part of the document affects another. */
  plain = true;
  private readonly anchors = new Map<string, { node: Exclude<SourceNode, AliasNode>; size: number }>();
  private readonly open = new Set<string>();
  private aliased = 0;
  private size = 0;
  private built = 0;

  private readonly masks: ReadonlyMap<number, Mask>;

  constructor(
    private readonly text: string,
    masks: readonly Mask[],
    private readonly earlierItems: ComposedYaml['earlierItems'],
  ) {
    this.masks = new Map(masks.map(mask => [mask.start, mask]));
  }

  /** @param parent the collection that contains the node; null for the root */
  *build(node: Node | null, at = 0, parent: Parent | null = null): Steps<SourceNode> {
    if (++this.built % nodesPerStep === 0) yield;
    if (node === null) return emptyScalar(at);
    if (isAlias(node)) return this.alias(node);
    const before = this.size;
    const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : null;
    if (anchor !== null) this.plain = false;
    const nested = anchor !== null && !this.open.has(anchor);
    if (anchor !== null) this.open.add(anchor);
    const built = yield* this.withoutAnchor(node, at, parent);
    this.size++;
    if (anchor !== null) {
      if (nested) this.open.delete(anchor);
      this.anchors.set(anchor, { node: built, size: this.size - before });
    }
    return built;
  }

  private *withoutAnchor(node: Node, at: number, parent: Parent | null): Steps<Exclude<SourceNode, AliasNode>> {
    const [start, end] = node.range ?? [at, at];
    const { tag } = node as { tag?: string };
    if (tag !== undefined) this.plain = false;
    if (tag !== undefined && tag !== '!' && !coreTags.has(tag)) this.unknownTag(tag, node, start, end);
    if (isMap(node)) {
      const entries: Omit<SourceEntry, 'duplicate'>[] = [];
      for (const pair of this.itemsOf(node)) {
        const entry = yield* this.entry(pair.key as Node | null, pair.value as Node | null, {
          start,
          flow: node.flow === true,
        });
        if (entry !== null) entries.push(entry);
      }
      const last = entries.at(-1);
      const contentEnd = node.flow === true || last === undefined ? end : Math.max(last.keyNode.end, last.value.end);
      const mapping = mappingOf(start, contentEnd, node.flow === true, entries);
      for (const { key, keyNode, duplicate } of mapping.entries) {
        if (duplicate) this.duplicateKey(key, keyNode, mapping.byKey.get(key)?.keyNode ?? keyNode);
      }
      return mapping;
    }
    if (isSeq(node)) {
      const flow = node.flow === true;
      const items: SourceNode[] = [];
      for (const item of this.itemsOf(node)) items.push(yield* this.build(item, end, { start, flow }));
      const contentEnd = flow ? end : Math.max(start + 1, items.at(-1)?.end ?? end);
      return { kind: 'sequence', start, end: contentEnd, flow, items };
    }
    return this.scalar(node, start, end, parent);
  }

  private *entry(key: Node | null, value: Node | null, parent: Parent): Steps<Omit<SourceEntry, 'duplicate'> | null> {
    const { size } = this;
    const built = key === null ? emptyScalar(parent.start) : yield* this.build(key, parent.start, parent);
    this.size = size;
    const keyNode = withoutAlias(built);
    if (keyNode.kind !== 'scalar') {
      yield* this.build(value, built.end, parent);
      return null;
    }
    const valueNode = yield* this.build(value, keyNode.end, parent);
    if (keyNode.text === '<<' && keyNode.style === 'plain') {
      const message =
        'YAML 1.2 has no merge keys, so `<<` merges nothing. Repeat the keys here, or use an alias for the whole value.';
      this.problems.push(syntaxProblem(message, keyNode.start, keyNode.end));
      return null;
    }
    return { key: keyNode.text, keyNode, value: valueNode };
  }

  private itemsOf(node: YAMLMap): Pair[];
  private itemsOf(node: YAMLSeq): (Node | null)[];
  private itemsOf(node: YAMLMap | YAMLSeq): unknown[] {
    const earlier = node.srcToken && this.earlierItems.get(node.srcToken);
    return earlier === undefined ? node.items : [...earlier, ...node.items];
  }

  private scalar(node: Node, start: number, end: number, parent: Parent | null): ScalarNode {
    const token = (node as { srcToken?: CST.Token }).srcToken;
    if (!isScalar(node) || token === undefined || (token.type === 'scalar' && token.source === '')) {
      return emptyScalar(start);
    }
    const mask = this.masks.get(start);
    if (mask !== undefined && mask.style !== 'comment') {
      const style = mask.style === 'unclosed' ? 'unclosed' : 'trapped';
      const text = unfolded(this.text, style === 'unclosed' ? start + 1 : start, mask.end);
      return { kind: 'scalar', start, end: mask.end, style, value: text, text };
    }
    const text = node.source ?? '';
    if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') this.findUnclosed(start, end, parent);
    const scalar: ScalarNode = {
      kind: 'scalar',
      start,
      end,
      style: styles[node.type ?? 'PLAIN'] ?? 'plain',
      value: this.primitive(node.value, text, start, end),
      text,
    };
    if (token.type === 'block-scalar') {
      scalar.end = token.offset + token.props.reduce((sum, prop) => sum + sourceLength(prop), 0) + token.source.length;
      scalar.block = {
        contentStart: scalar.end - token.source.length,
        parentIndent: token.indent,
        header: token.props[0]?.type === 'block-scalar-header' ? token.props[0].source : '|',
      };
    }
    return scalar;
  }

  private primitive(value: unknown, text: string, start: number, end: number): ScalarNode['value'] {
    if (typeof value === 'string') {
      if (/\p{Surrogate}/u.test(value)) {
        const message =
          'This text contains half of a surrogate pair, which is not a Unicode character and cannot be stored.';
        this.problems.push(syntaxProblem(message, start, end));
      }
      return value;
    }
    if (typeof value === 'number') return this.number(value, text, start, end);
    if (typeof value === 'boolean' || value === null) return value;
    return text;
  }

  private number(value: number, text: string, start: number, end: number): number | null {
    const problem = numberProblem(value, text);
    if (problem === null) return Object.is(value, -0) ? 0 : value;
    this.problems.push(syntaxProblem(problem, start, end));
    return Number.isFinite(value) ? value : null;
  }

  private alias(node: Node): SourceNode {
    this.plain = false;
    const [start, end] = node.range ?? [0, 0];
    const name = isAlias(node) ? node.source : '';
    const anchor = this.anchors.get(name);
    if (this.open.has(name) || anchor === undefined) {
      const message = this.open.has(name)
        ? `\`*${name}\` refers to the value that contains it, which would never end.`
        : `There is no anchor \`&${name}\` before this alias. Add \`&${name}\` before the value, or put the text in quotes if it is not an alias.`;
      this.problems.push(syntaxProblem(message, start, end));
      return emptyScalar(start);
    }
    this.aliased += anchor.size;
    this.size += anchor.size;
    if (this.aliased > maxAliasedValues) {
      if (this.aliased - anchor.size <= maxAliasedValues) {
        const message = `The aliases up to here expand to more than ${maxAliasedValues.toLocaleString('en')} values. This one and those after it are not read.`;
        this.problems.push(syntaxProblem(message, start, end));
      }
      this.aliased = maxAliasedValues + anchor.size + 1;
      this.size -= anchor.size;
      return emptyScalar(start);
    }
    return { kind: 'alias', start, end, name, target: anchor.node };
  }

  private duplicateKey(key: string, again: ScalarNode, first: ScalarNode): void {
    const message = `\`${key}\` is used twice; the first one counts. Remove one of them.`;
    const related = [{ message: `\`${key}\` is first used here.`, start: first.start, end: first.end }];
    this.problems.push(syntaxProblem(message, again.start, again.end, related));
  }

  private unknownTag(tag: string, node: Node, start: number, end: number): void {
    if ((isScalar(node) && typeof node.value === 'string') || !tag.startsWith('tag:yaml.org,2002:')) return;
    const short = tag.replace('tag:yaml.org,2002:', '!!');
    this.problems.push(syntaxProblem(`The tag \`${short}\` creates a value that is not JSON. Remove it.`, start, end));
  }

  /**
   * Detects a quoted text that is not closed, or only by the quote of another value further down: then one of its lines is not indented
   * further than its parent.
   */
  private findUnclosed(start: number, end: number, parent: Parent | null): void {
    const lineEnd = endOfLine(this.text, start);
    const closed = yamlQuoteEnd(this.text, start, end) === end;
    if (closed && (lineEnd >= end || parent === null || parent.flow)) return;
    const column = parent === null ? -1 : parent.start - (this.text.lastIndexOf('\n', parent.start - 1) + 1);
    for (let at = lineEnd; closed && at < end; at = endOfLine(this.text, at + 1)) {
      const indent = indentOf(this.text, at + 1);
      if (indent !== null && indent <= column) break;
      if (endOfLine(this.text, at + 1) >= end) return;
    }
    const limit = parent?.flow === true ? this.text.slice(start, lineEnd).search(/[,\]}]/) : -1;
    let stop = limit > 0 ? start + limit : lineEnd;
    while (stop > start + 1 && /\s/.test(this.text[stop - 1] ?? '')) stop--;
    this.unclosed.push({ style: 'unclosed', start, end: stop });
  }
}

/** The start of a collection, and whether it is in flow style. */
interface Parent {
  start: number;
  flow: boolean;
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function emptyScalar(at: number): ScalarNode {
  return { kind: 'scalar', start: at, end: at, style: 'empty', value: null, text: '' };
}

function sourceLength(token: CST.Token): number {
  return 'source' in token ? token.source.length : 0;
}
