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
import type { Steps } from '../../engine/model/steps.ts';
import { maxErrors } from './yaml-messages.ts';

/** Values in one piece, which takes a few milliseconds to compose. */
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
 * @returns null for a stream without a document
 */
export function* composeInSteps(tokens: readonly CST.Token[]): Steps<ComposedYaml | null> {
  const [, second] = tokens.filter(token => token.type === 'document');
  const own = withoutMostErrors(second === undefined ? tokens : tokens.slice(0, tokens.indexOf(second)));
  const pieces: { of: CST.Token; piece: Collection }[] = [];
  for (const token of own) if (token.type === 'document' && token.value) yield* takeApart(token.value, pieces);
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
function* takeApart(token: CST.Token, pieces: { of: CST.Token; piece: Collection }[]): Steps<number> {
  if (!isCollectionToken(token)) return 1;
  const items: Items = token.items;
  let size = 1;
  let from = 0;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) continue;
    if (size > fullPiece && startsAnew(token, item)) {
      pieces.push({ of: token, piece: pieceOf(token, items.slice(from, index)) });
      [from, size] = [index, 1];
      yield;
    }
    for (const child of [item.key, item.value]) if (child) size += yield* takeApart(child, pieces);
  }
  if (from > 0) token.items = withoutComma(items.slice(from)) as never;
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

function pieceOf(token: Collection, items: Items): Collection {
  const [first] = items;
  const offset = first?.start[0]?.offset ?? (first?.key ?? first?.value)?.offset ?? token.offset;
  const piece = { ...token, offset, items: withoutComma(items) } as Collection;
  if (piece.type !== 'flow-collection') return piece;
  const source = piece.start.source === '{' ? '}' : ']';
  const type = source === '}' ? 'flow-map-end' : 'flow-seq-end';
  return { ...piece, end: [{ type, offset, indent: token.indent, source }] };
}

/** The comma in front of an item of a flow collection belongs to the item before it. */
function withoutComma(items: Items): Items {
  const [first, ...others] = items;
  if (first === undefined) return items;
  return [{ ...first, start: first.start.filter(({ type }) => type !== 'comma') }, ...others] as Items;
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
