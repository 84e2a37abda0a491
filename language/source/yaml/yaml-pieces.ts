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

/** So many values take a few milliseconds to compose. */
const fullPiece = 1000;

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;
type Items = Collection['items'];

export interface ComposedYaml {
  document: Document;
  errors: YAMLError[];
  /** By the token of a large collection: those of its items that the composed collection does not hold, which come before its own. */
  earlierItems: ReadonlyMap<CST.Token, (Node | Pair)[]>;
}

/**
 * Composes the first document of a stream piece by piece, since the package composes a document in one go: of large collections the
 * last items stay where they are, and the others are composed as collections of their own. Takes the tokens apart.
 * @param pieceSize values in one piece
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

/** Behind a document that ends too early, each token of the text is an error. */
function withoutMostErrors(tokens: readonly CST.Token[]): readonly CST.Token[] {
  let errors = 0;
  return tokens.filter(token => token.type !== 'error' || ++errors <= maxErrors);
}

/** Leaves at most about a full piece in a token, and gives how much that is. */
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
    if (size > pieceSize && startsAnew(token, item)) {
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

/** Whether an item says the same, and has the same faults, as the first of a collection. */
function startsAnew(token: Collection, item: Items[number]): boolean {
  switch (token.type) {
    case 'block-seq':
      return item.start.some(({ type }) => type === 'seq-item-ind');
    case 'block-map':
      return item.key?.type === 'scalar' && item.key.indent === token.indent && item.sep !== undefined;
    case 'flow-collection':
      return item.start.filter(({ type }) => type === 'comma').length === 1 && (item.key ?? item.value) !== undefined;
  }
}

/** Items [from, until) as a collection of their own. */
function pieceOf(token: Collection, from: number, until: number): Collection {
  const items: Items = token.items.slice(from, until);
  const piece = { ...token, items: from === 0 ? items : asFirst(items) } as Collection;
  if (piece.type !== 'flow-collection') return piece;
  const source = piece.start.source === '{' ? '}' : ']';
  const type = source === '}' ? 'flow-map-end' : 'flow-seq-end';
  return { ...piece, end: [{ type, offset: piece.offset, indent: token.indent, source }] };
}

/**
 * The first item without the comma in front of it, which belongs to the item before, and with a token of no length where there is
 * none in front of it: its place is otherwise taken to be that of the collection.
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
  // Each error of the package would keep the stack, which takes longer than all the rest in a text with thousands of errors.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const document of composer.compose(tokens, true)) return document;
    return null;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
