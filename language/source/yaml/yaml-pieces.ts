import {
  Composer,
  isCollection,
  LineCounter,
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
} from 'yaml';
import type { Steps } from '../../../engine/model/steps.ts';
import { maxErrors } from './yaml-messages.ts';

/** Values per piece; they take a few milliseconds to compose. */
const fullPiece = 1000;

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;
type Items = Collection['items'];

export interface ComposedYaml {
  document: Document;
  errors: YAMLError[];
  /** For each token of a large collection, its first items, which were composed separately. */
  earlierItems: ReadonlyMap<CST.Token, (Node | Pair)[]>;
}

/**
 * Composes the first document of a stream piece by piece, because the package can only compose a document in one go. Large collections
 * keep their last items; the others are composed as separate collections. Modifies the tokens.
 * @param pieceSize values per piece
 * @returns null for a stream without a document
 */
export function* composeInSteps(
  tokens: readonly CST.Token[],
  pieceSize: number = fullPiece,
): Steps<ComposedYaml | null> {
  const [, second] = tokens.filter(token => token.type === 'document');
  const own = withoutMostErrors(second === undefined ? tokens : tokens.slice(0, tokens.indexOf(second)));
  const pieces: { of: CST.Token; piece: Collection }[] = [];
  for (const token of own)
    if (token.type === 'document' && token.value) yield* takeApart(token.value, pieceSize, pieces);
  const document = compose(own);
  if (document === null) return null;
  const errors = [...document.errors, ...document.warnings];
  const earlierItems = new Map<CST.Token, (Node | Pair)[]>();
  for (const { of, piece } of pieces) {
    yield;
    const composed = compose([{ type: 'document', offset: piece.offset, start: [], value: piece }]);
    if (!isCollection(composed?.contents)) continue;
    const known = earlierItems.get(of) ?? [];
    known.push(...(composed.contents.items as (Node | Pair)[]));
    earlierItems.set(of, known);
    errors.push(...composed.errors, ...composed.warnings);
  }
  return { document, errors, earlierItems };
}

/** Drops most error tokens: after a document that ends too early, every token of the text is one. */
function withoutMostErrors(tokens: readonly CST.Token[]): readonly CST.Token[] {
  let errors = 0;
  return tokens.filter(token => token.type !== 'error' || ++errors <= maxErrors);
}

/** Splits a token so that about one piece is left in it; returns the number of values left. */
function* takeApart(
  token: CST.Token,
  pieceSize: number,
  pieces: { of: CST.Token; piece: Collection }[],
): Steps<number> {
  if (!isCollectionToken(token)) return 1;
  const items: Items = token.items;
  let size = 1;
  let from = 0;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) continue;
    if (size > pieceSize && canBeFirst(token, item)) {
      pieces.push({ of: token, piece: pieceOf(token, from, index) });
      [from, size] = [index, 1];
      yield;
    }
    for (const child of [item.key, item.value]) if (child) size += yield* takeApart(child, pieceSize, pieces);
  }
  if (from > 0) token.items = asFirst(items.slice(from)) as never;
  return size;
}

function isCollectionToken(token: CST.Token): token is Collection {
  return token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection';
}

/** True if an item has the same meaning, and the same errors, as the first item of a collection. */
function canBeFirst(token: Collection, item: Items[number]): boolean {
  switch (token.type) {
    case 'block-seq':
      return item.start.some(({ type }) => type === 'seq-item-ind');
    case 'block-map':
      return item.key?.type === 'scalar' && item.key.indent === token.indent && item.sep !== undefined;
    case 'flow-collection':
      return item.start.filter(({ type }) => type === 'comma').length === 1 && (item.key ?? item.value) !== undefined;
  }
}

/** Items [from, until) as a separate collection. */
function pieceOf(token: Collection, from: number, until: number): Collection {
  const items: Items = token.items.slice(from, until);
  const piece = { ...token, items: from === 0 ? items : asFirst(items) } as Collection;
  if (piece.type !== 'flow-collection') return piece;
  const source = piece.start.source === '{' ? '}' : ']';
  const type = source === '}' ? 'flow-map-end' : 'flow-seq-end';
  return { ...piece, end: [{ type, offset: piece.offset, indent: token.indent, source }] };
}

/**
 * Prepares the items of a piece. The comma before the first item belongs to the item before and is removed. If no token precedes the
 * first item, an empty one is added: without it the package would use the offset of the collection.
 */
function asFirst(items: Items): Items {
  const [first, ...others] = items;
  if (first === undefined) return items;
  const start = first.start.map(token => (token.type === 'comma' ? nothingAt(token.offset + 1) : token));
  if (start.length === 0) start.push(nothingAt((first.key ?? first.value)?.offset ?? 0));
  return [{ ...first, start }, ...others] as Items;
}

function nothingAt(offset: number): CST.SourceToken {
  return { type: 'space', offset, indent: 0, source: '' };
}

function compose(tokens: readonly CST.Token[]): Document | null {
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
  // Capturing the stack of each of the package's errors would take most of the time in a text with thousands of them.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const document of composer.compose(tokens, true)) return document;
    return null;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
