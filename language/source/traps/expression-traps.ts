import { runAtOnce, type Steps } from '../../../engine/model/steps.ts';
import { flowTraps } from './expression-traps-flow.ts';
import {
  endOfLine,
  expressionEnd,
  indentOf,
  isExpressionKey,
  trapOf,
  yamlQuoteEnd,
  type Trap,
  type TrapName,
} from './trap.ts';

export type { Trap, TrapName };

interface Open {
  column: number;
  /** Null for the dash of a sequence item. */
  key: string | null;
}

const entry = /( *)((?:-(?: +|(?=\r?$)))*)(?:("[^"\n]*"|'[^'\n]*'|[A-Za-z_$][\w.@$/-]*)[ \t]*:(?=[ \t\r]|$)[ \t]*)?/my;

const linesPerStep = 100;

/**
 * Finds expressions that YAML would read as something else. Works on lines, before YAML parses the text, because such an expression
 * can hide everything after it. The caller has to discard candidates in places without expressions.
 */
export function findTraps(text: string): Trap[] {
  return runAtOnce(findingTraps(text));
}

/** `findTraps` in steps. */
export function* findingTraps(text: string): Steps<Trap[]> {
  const traps: Trap[] = [];
  const open: Open[] = [];
  let at = 0;
  for (let line = 1; at < text.length; line++) {
    if (line % linesPerStep === 0) yield;
    const lineEnd = endOfLine(text, at);
    entry.lastIndex = at;
    const match = entry.exec(text);
    const [whole = '', indent = '', dashes = '', key] = match ?? [];
    const rest = at + whole.length;
    if (text[at + indent.length + dashes.length] === '#' || (rest >= lineEnd && key === undefined && dashes === '')) {
      at = lineEnd + 1;
      continue;
    }
    const column = openEntries(open, indent.length, dashes, key === undefined ? null : unquoted(key));
    const next = readValue(text, rest, lineEnd, column, placeOf(open), traps);
    at = Math.max(next, lineEnd) + 1;
  }
  return traps;
}

/** Enters the dashes and the key of a line; returns the column that continuation lines must exceed. */
function openEntries(open: Open[], indent: number, dashes: string, key: string | null): number {
  let column = indent;
  let parent = indent - 1;
  for (let i = 0; i < dashes.length; i++) {
    if (dashes[i] !== '-') continue;
    column = indent + i;
    while (isAtOrRight(open.at(-1), column, true)) open.pop();
    open.push({ column, key: null });
    parent = column;
  }
  column = indent + dashes.length;
  if (key === null) {
    if (dashes === '') while (isAtOrRight(open.at(-1), column, false)) open.pop();
    return parent;
  }
  while (isAtOrRight(open.at(-1), column, false)) open.pop();
  open.push({ column, key });
  return column;
}

/** True if an open entry ends at a new one in the column. A sequence may be in the column of its key. */
function isAtOrRight(top: Open | undefined, column: number, dash: boolean): boolean {
  if (top === undefined) return false;
  return top.column > column || (top.column === column && !(dash && top.key !== null));
}

/** The innermost open entry: whether its value is an expression or an item, and the keys around it. */
interface Place {
  expression: boolean;
  item: boolean;
  key: string | null;
  parentKey: string | null;
}

function placeOf(open: readonly Open[]): Place {
  const top = open.at(-1);
  const above = open.at(-2);
  const item = top !== undefined && top.key === null;
  const key = item ? (above?.key ?? null) : (top?.key ?? null);
  const parentKey = item ? null : (above?.key ?? null);
  const expression = item ? key === 'all' || key === 'any' : isExpressionKey(key, parentKey);
  return { expression, item, key, parentKey };
}

/** Reads the value at `start` and adds its traps; returns the end of its last line. */
function readValue(text: string, start: number, lineEnd: number, column: number, place: Place, traps: Trap[]): number {
  const first = text[start];
  if (start >= lineEnd || first === '#' || first === '\r') return lineEnd;
  if ((first === '|' || first === '>') && /^[|>][-+1-9]{0,2}[ \t]*(#.*)?\r?$/.test(text.slice(start, lineEnd))) {
    return endOfBlock(text, lineEnd, column);
  }
  const flow = first === '{' || first === '[';
  const nested = flow && (!place.expression || holdsConditions(text, start));
  if (nested) {
    const owner = place.item ? null : place.key;
    const result = flowTraps(text, start, column, owner);
    traps.push(...result.traps);
    return endOfLine(text, result.end);
  }
  if (!place.expression) {
    if (first !== '"' && first !== "'") return lineEnd;
    const quoteEnd = yamlQuoteEnd(text, start, endOfBlock(text, lineEnd, column));
    return quoteEnd === null ? lineEnd : endOfLine(text, quoteEnd);
  }
  const end = expressionEnd(text, start, column);
  const trap = trapOf(text, start, end, { flow: false, item: place.item });
  if (trap !== null) traps.push(trap);
  return endOfLine(text, end);
}

/** True for `{ all: […] }`, `{ any: […] }`, `{ not: … }` and the like with a misspelt key, for which the schema has the better message. */
function holdsConditions(text: string, start: number): boolean {
  if (text[start] !== '{') return false;
  const rest = text.slice(start, start + 200);
  return /^\{\s*(?:"(?:all|any|not)"|'(?:all|any|not)'|[A-Za-z_][\w-]*)\s*:\s/.test(rest) || /^\{\s*\}/.test(rest);
}

/** End of the following lines that are blank or indented further than `column`. */
function endOfBlock(text: string, lineEnd: number, column: number): number {
  let end = lineEnd;
  while (end < text.length) {
    const next = end + 1;
    const indent = indentOf(text, next);
    if (indent !== null && indent <= column) break;
    end = endOfLine(text, next);
  }
  return end;
}

function unquoted(key: string): string {
  return key.startsWith('"') || key.startsWith("'") ? key.slice(1, -1) : key;
}
