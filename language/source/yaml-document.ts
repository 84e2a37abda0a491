import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, type CST, type Document, type Node } from 'yaml';
import { longestText, mostAliasedValues, syntaxProblem, type TextComment, type TextProblem } from './source-problem.ts';
import {
  mappingOf,
  withoutAlias,
  type AliasNode,
  type ScalarNode,
  type ScalarStyle,
  type SourceEntry,
  type SourceNode,
} from './source-node.ts';
import { unfolded } from './scalar-offsets.ts';
import type { Trap } from './trap.ts';
import { maskTraps } from './trap-messages.ts';
import { explainYamlErrors } from './yaml-messages.ts';
import { readTokens } from './yaml-tokens.ts';

export interface TextDocument {
  root: SourceNode | null;
  comments: TextComment[];
  problems: TextProblem[];
}

/**
 * Reads the first document of a YAML 1.2 text (core schema) as a tree with places. Never throws: faults become
 * problems, and the tree holds what could be read. `traps` are expressions to be taken as they stand.
 */
export function readYaml(text: string, traps: readonly Trap[] = []): TextDocument {
  if (text.length > longestText) return { root: null, comments: [], problems: [tooLong(text)] };
  const { tokens, comments, problems, cutAt } = readTokens(traps.length === 0 ? text : maskTraps(text, traps));
  const document = composeFirst(tokens);
  problems.push(...severalDocuments(tokens, text));
  if (document === null) return { root: null, comments, problems };
  const errors = [...document.errors, ...document.warnings].filter(error => cutAt === null || error.pos[0] < cutAt);
  problems.push(...explainYamlErrors(errors, text));
  const builder = new TreeBuilder(text, traps);
  const root = document.contents === null ? null : builder.build(document.contents);
  return { root, comments, problems: [...problems, ...builder.problems] };
}

export function tooLong(text: string): TextProblem {
  const megabytes = (length: number) => (length / 1024 / 1024).toFixed(1);
  const end = text.search(/[\r\n]/);
  return syntaxProblem(
    `This file is too large: ${megabytes(text.length)} MB. Files above ${megabytes(longestText)} MB are not read; split it into libraries and import them.`,
    0,
    end === -1 || end > 200 ? 200 : end,
  );
}

function composeFirst(tokens: CST.Token[]): Document | null {
  const composer = new Composer({
    keepSourceTokens: true,
    lineCounter: new LineCounter(),
    prettyErrors: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
  });
  for (const document of composer.compose(tokens, true)) return document;
  return null;
}

function severalDocuments(tokens: CST.Token[], text: string): TextProblem[] {
  const second = tokens.filter(token => token.type === 'document')[1];
  if (second?.type !== 'document') return [];
  const mark = second.start.find(token => token.type === 'doc-start');
  const start = mark?.offset ?? second.offset;
  const message =
    'A second document starts here. A file holds one document; what follows is not read. Move it to a file of its own.';
  return [syntaxProblem(message, start, Math.min(start + 3, text.length))];
}

const coreTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(name => `tag:yaml.org,2002:${name}`),
);

/** Makes the tree with places from the composed document. */
class TreeBuilder {
  readonly problems: TextProblem[] = [];
  private readonly anchors = new Map<string, { node: Exclude<SourceNode, AliasNode>; size: number }>();
  private readonly open = new Set<string>();
  private aliased = 0;
  private size = 0;

  private readonly traps: ReadonlyMap<number, Trap>;

  constructor(
    private readonly text: string,
    traps: readonly Trap[],
  ) {
    this.traps = new Map(traps.map(trap => [trap.start, trap]));
  }

  build(node: Node | null, at = 0): SourceNode {
    if (node === null) return emptyScalar(at);
    if (isAlias(node)) return this.alias(node);
    const before = this.size;
    const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : null;
    const nested = anchor !== null && !this.open.has(anchor);
    if (anchor !== null) this.open.add(anchor);
    const built = this.withoutAnchor(node, at);
    this.size++;
    if (anchor !== null) {
      if (nested) this.open.delete(anchor);
      this.anchors.set(anchor, { node: built, size: this.size - before });
    }
    return built;
  }

  private withoutAnchor(node: Node, at: number): Exclude<SourceNode, AliasNode> {
    const [start, end] = node.range ?? [at, at];
    const { tag } = node as { tag?: string };
    if (tag !== undefined && tag !== '!' && !coreTags.has(tag)) this.unknownTag(tag, node, start, end);
    if (isMap(node)) {
      const entries: Omit<SourceEntry, 'duplicate'>[] = [];
      for (const pair of node.items) {
        const entry = this.entry(pair.key as Node | null, pair.value as Node | null, start);
        if (entry !== null) entries.push(entry);
      }
      const mapping = mappingOf(start, this.contentEnd(end, start), node.flow === true, entries);
      for (const { key, keyNode, duplicate } of mapping.entries) {
        if (duplicate) this.duplicateKey(key, keyNode, mapping.byKey.get(key)?.keyNode ?? keyNode);
      }
      return mapping;
    }
    if (isSeq(node)) {
      const items = node.items.map(item => this.build(item as Node | null, end));
      return { kind: 'sequence', start, end: this.contentEnd(end, start), flow: node.flow === true, items };
    }
    return this.scalar(node, start, end);
  }

  private entry(key: Node | null, value: Node | null, at: number): Omit<SourceEntry, 'duplicate'> | null {
    const built = this.withoutSize(() => (key === null ? emptyScalar(at) : this.build(key, at)));
    const keyNode = withoutAlias(built);
    if (keyNode.kind !== 'scalar') {
      this.build(value, built.end);
      return null;
    }
    const valueNode = this.build(value, keyNode.end);
    if (keyNode.text === '<<' && keyNode.style === 'plain') {
      const message =
        'YAML 1.2 has no merge keys, so `<<` merges nothing. Repeat the keys here, or use an alias for the whole value.';
      this.problems.push(syntaxProblem(message, keyNode.start, keyNode.end));
      return null;
    }
    return { key: keyNode.text, keyNode, value: valueNode };
  }

  private withoutSize<T>(work: () => T): T {
    const { size } = this;
    const result = work();
    this.size = size;
    return result;
  }

  private scalar(node: Node, start: number, end: number): ScalarNode {
    const token = (node as { srcToken?: CST.Token }).srcToken;
    if (!isScalar(node) || token === undefined || (token.type === 'scalar' && token.source === '')) {
      return emptyScalar(start);
    }
    const trap = this.traps.get(start);
    if (trap !== undefined) {
      const expression = unfolded(this.text, trap.start, trap.end);
      return { kind: 'scalar', start, end: trap.end, style: 'trapped', value: expression, text: expression };
    }
    const text = node.source ?? '';
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
          'This text holds half of a surrogate pair, which is not a Unicode character and cannot be stored.';
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
    const [start, end] = node.range ?? [0, 0];
    const name = isAlias(node) ? node.source : '';
    const anchor = this.anchors.get(name);
    if (this.open.has(name) || anchor === undefined) {
      const message = this.open.has(name)
        ? `\`*${name}\` stands inside the value that it stands for, which has no end.`
        : `No anchor \`&${name}\` before this. Write \`&${name}\` in front of the value meant, or quote the text if no alias is meant.`;
      this.problems.push(syntaxProblem(message, start, end));
      return emptyScalar(start);
    }
    this.aliased += anchor.size;
    this.size += anchor.size;
    if (this.aliased > mostAliasedValues) {
      if (this.aliased - anchor.size <= mostAliasedValues) {
        const message = `The aliases up to here stand for more than ${mostAliasedValues.toLocaleString('en')} values. This one and those after it are not read.`;
        this.problems.push(syntaxProblem(message, start, end));
      }
      this.aliased = mostAliasedValues + anchor.size + 1;
      this.size -= anchor.size;
      return emptyScalar(start);
    }
    return { kind: 'alias', start, end, name, target: anchor.node };
  }

  private duplicateKey(key: string, again: ScalarNode, first: ScalarNode): void {
    const message = `\`${key}\` stands here a second time; the first one counts. Remove one of them.`;
    const related = [{ message: `\`${key}\` stands here first.`, start: first.start, end: first.end }];
    this.problems.push(syntaxProblem(message, again.start, again.end, related));
  }

  private unknownTag(tag: string, node: Node, start: number, end: number): void {
    if ((isScalar(node) && typeof node.value === 'string') || !tag.startsWith('tag:yaml.org,2002:')) return;
    const short = tag.replace('tag:yaml.org,2002:', '!!');
    this.problems.push(syntaxProblem(`The tag \`${short}\` makes something that is not JSON. Remove it.`, start, end));
  }

  /** Block collections end with their last content, not with the blank lines and comments after it. */
  private contentEnd(end: number, start: number): number {
    while (end > start && /\s/.test(this.text[end - 1] ?? '')) end--;
    return end;
  }
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** Why a number of the text is not a JSON number that keeps its value; null where it is one. */
export function numberProblem(value: number, text: string): string | null {
  if (Number.isNaN(value)) return `\`${text}\` is not a number in JSON. Leave the value out where there is none.`;
  if (!Number.isFinite(value)) {
    return `\`${text}\` is not a finite number. Leave the bound out, or write the largest number that is meant.`;
  }
  if (Number.isInteger(value) && /^[-+]?(\d+|0[xo][\da-f]+)$/i.test(text) && !Number.isSafeInteger(value)) {
    return `\`${text}\` is too large to be exact: beyond 2^53 - 1 = 9007199254740991 neighbouring integers are one number. Quote it if it is an identifier.`;
  }
  return null;
}

function emptyScalar(at: number): ScalarNode {
  return { kind: 'scalar', start: at, end: at, style: 'empty', value: null, text: '' };
}

function sourceLength(token: CST.Token): number {
  return 'source' in token ? token.source.length : 0;
}
