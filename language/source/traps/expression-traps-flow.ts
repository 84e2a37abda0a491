import { celStringEnd, endOfLine, indentOf, isExpressionKey, trapOf, yamlQuoteEnd, type Trap } from './trap.ts';

/** Far more than anybody writes on one line; limits the search for a bracket that is never closed. */
const maxExpressionLength = 2000;

interface OpenFlow {
  close: ']' | '}';
  /** Key of the collection. */
  owner: string | null;
  /** In a mapping: the key whose value is next. */
  key: string | null;
}

/**
 * Traps inside `{ }` or `[ ]`, where commas and brackets also end an expression. Stops at the closing bracket, or at a line that is
 * not indented further than `column`.
 */
export function flowTraps(
  text: string,
  start: number,
  column: number,
  owner: string | null,
): { traps: Trap[]; end: number } {
  const traps: Trap[] = [];
  const open: OpenFlow[] = [];
  let at = start;
  let pendingOwner = owner;
  while (at < text.length) {
    const char = text[at] ?? '';
    const top = open.at(-1);
    if (char === '\n') {
      const indent = indentOf(text, at + 1);
      if (indent !== null && indent <= column) return { traps, end: at };
      at++;
    } else if (char === ' ' || char === '\t' || char === '\r') at++;
    else if (char === '#' && /\s/.test(text[at - 1] ?? '')) at = endOfLine(text, at);
    else if (char === ',') {
      if (top !== undefined) top.key = null;
      at++;
    } else if (char === ']' || char === '}') {
      open.pop();
      at++;
      if (open.length === 0) return { traps, end: at };
    } else if (top !== undefined && top.close === '}' && top.key === null) {
      const key = readKey(text, at);
      if (key.name !== null) top.key = key.name;
      at = key.end;
    } else {
      const expression =
        top !== undefined &&
        (top.close === '}' ? isExpressionKey(top.key, top.owner) : top.owner === 'all' || top.owner === 'any');
      const inside = top === undefined ? pendingOwner : top.close === '}' ? top.key : null;
      if ((char === '{' || char === '[') && (!expression || isCondition(text, at))) {
        open.push({ close: char === '{' ? '}' : ']', owner: inside, key: null });
        pendingOwner = null;
        at++;
      } else if (expression) {
        const end = expressionEndInFlow(text, at);
        const trap = trapOf(text, at, end, { flow: true, item: top.close === ']' });
        if (trap !== null) traps.push(trap);
        at = Math.max(end, at + 1);
      } else at = skipScalar(text, at);
    }
  }
  return { traps, end: at };
}

function isCondition(text: string, at: number): boolean {
  return text[at] === '{' && /^\{\s*(?:["']?(?:all|any|not)["']?\s*:|\})/.test(text.slice(at, at + 100));
}

function readKey(text: string, at: number): { name: string | null; end: number } {
  const quoted = text[at] === '"' || text[at] === "'" ? yamlQuoteEnd(text, at, text.length) : null;
  let end = quoted ?? at;
  if (quoted === null) while (end < text.length && !/[,[\]{}\n]/.test(text[end] ?? '') && !isColon(text, end)) end++;
  const name = quoted === null ? text.slice(at, end).trim() : text.slice(at + 1, quoted - 1);
  while (text[end] === ' ') end++;
  if (text[end] === ':') return { name, end: end + 1 };
  return { name: null, end: Math.max(end, at + 1) };
}

function isColon(text: string, at: number): boolean {
  return text[at] === ':' && /[\s,[\]{}]/.test(text[at + 1] ?? ' ');
}

function skipScalar(text: string, at: number): number {
  if (text[at] === '"' || text[at] === "'") return yamlQuoteEnd(text, at, text.length) ?? endOfLine(text, at);
  let end = at + 1;
  while (end < text.length && !/[,[\]{}\n]/.test(text[end] ?? '') && !/\s#/.test(text.slice(end, end + 2))) end++;
  return end;
}

/** Offset of the comma or bracket that ends the entry, outside CEL's own brackets and strings. */
function expressionEndInFlow(text: string, start: number): number {
  const quoteEnd = text[start] === '"' || text[start] === "'" ? yamlQuoteEnd(text, start, text.length) : null;
  if (quoteEnd !== null && /^\s*(?:[,\]}]|#|$)/.test(text.slice(quoteEnd, quoteEnd + 200))) return quoteEnd;
  const brackets: string[] = [];
  let end = start;
  let plainEnd: number | null = null;
  const limit = Math.min(text.length, start + maxExpressionLength);
  for (let i = start; i < limit; i++) {
    const char = text[i] ?? '';
    if (char === '\n') break;
    if (char === '"' || char === "'") i = (celStringEnd(text, i) ?? i + 1) - 1;
    else if (char === '(' || char === '[' || char === '{') brackets.push(char);
    else if (char === ')' || char === ']' || char === '}') {
      plainEnd ??= char === ')' ? null : end;
      if (brackets.length === 0) return end;
      brackets.pop();
    } else if (char === ',') {
      plainEnd ??= end;
      if (brackets.length === 0) return end;
    } else if (char === '#' && /\s/.test(text[i - 1] ?? '')) break;
    if (!/\s/.test(char)) end = i + 1;
  }
  return brackets.length > 0 ? (plainEnd ?? end) : end;
}
