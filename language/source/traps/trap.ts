/** What YAML makes of an unquoted expression. */
export type TrapName =
  | 'tag'
  | 'quoted'
  | 'mapping'
  | 'sequence'
  | 'alias'
  | 'anchor'
  | 'comment'
  | 'reserved'
  | 'block'
  | 'flow-mapping'
  | 'flow-sequence'
  | 'flow-separator';

/** An expression that YAML would misread, by its offsets in the text. */
export interface Trap {
  name: TrapName;
  start: number;
  end: number;
}

/** True if the key's value is an expression. */
export function isExpressionKey(key: string | null, parentKey: string | null): boolean {
  return key === 'when' || key === 'holds' || key === 'not' || parentKey === 'fields';
}

export function endOfLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found === -1 ? text.length : found;
}

/** Indentation of the line that starts at `at`; null if the line is blank. */
export function indentOf(text: string, at: number): number | null {
  let indent = 0;
  while (text[at + indent] === ' ') indent++;
  const char = text[at + indent];
  return char === undefined || char === '\n' || char === '\r' ? null : indent;
}

/** Offset after the closing quote of the YAML scalar at `start`; null if it is not closed before `limit`. */
export function yamlQuoteEnd(text: string, start: number, limit: number): number | null {
  const quote = text[start];
  for (let i = start + 1; i < limit; i++) {
    const char = text[i];
    if (quote === '"' && char === '\\') i++;
    else if (char === quote) {
      if (quote === "'" && text[i + 1] === "'") i++;
      else return i + 1;
    }
  }
  return null;
}

/** Offset after the closing quote of the CEL string at `start`; null if it is not closed on its line. */
export function celStringEnd(text: string, start: number): number | null {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') return null;
    if (char === '\\') i++;
    else if (char === quote) return i + 1;
  }
  return null;
}

/**
 * The end of the block-style expression at `start`: the end of its line or of its continuation lines (indented further than
 * `column`), or the start of a comment (a `#` after a blank and outside CEL strings).
 */
export function expressionEnd(text: string, start: number, column: number): number {
  let end = start;
  let from = start;
  for (;;) {
    let i = from;
    for (; i < text.length && text[i] !== '\n'; i++) {
      const char = text[i];
      if (char === '"' || char === "'") {
        i = (celStringEnd(text, i) ?? i + 1) - 1;
        end = i + 1;
      } else if (char === '#' && (i === from || /[ \t]/.test(text[i - 1] ?? ''))) return end;
      else if (char !== ' ' && char !== '\t' && char !== '\r') end = i + 1;
    }
    let next = i + 1;
    let indent = indentOf(text, next);
    while (indent === null && next < text.length) {
      const found = text.indexOf('\n', next);
      next = found === -1 ? text.length : found + 1;
      indent = indentOf(text, next);
    }
    if (next >= text.length || indent === null || indent <= column) return end;
    // `name:` does not continue an expression; it is a key that is indented too far.
    if (/^[A-Za-z_][\w-]*:(?:\s|$)/.test(text.slice(next + indent, next + indent + 80))) return end;
    from = next + indent;
  }
}

/** The trap of the expression in [start, end); null if YAML reads it correctly. */
export function trapOf(text: string, start: number, end: number, place: { flow: boolean; item: boolean }): Trap | null {
  const found = (name: TrapName): Trap => ({ name, start, end });
  const rest = text.slice(start, end);
  switch (rest[0]) {
    case undefined:
      return null;
    case '"':
    case "'": {
      const close = yamlQuoteEnd(text, start, end);
      return close === null || close >= end ? null : found('quoted');
    }
    case '!':
      return /^!(?:!(?:str|bool|int|float|null|map|seq)(?:\s|$)|<)/.test(rest) ? null : found('tag');
    case '&': {
      if (rest.startsWith('&&')) return found('anchor');
      const anchor = /^&\S+\s+/.exec(rest)?.[0];
      return anchor === undefined ? null : trapOf(text, start + anchor.length, end, place);
    }
    case '*':
      return /^\*[^\s,[\]{}]+$/.test(rest) ? null : found('alias');
    case '%':
    case '@':
    case '`':
      return found('reserved');
    case '|':
    case '>':
      return found('block');
    case '{':
      return found('flow-mapping');
    case '[':
      return closesAtEnd(rest) ? null : found('flow-sequence');
    case '-':
      if (/^-\s/.test(rest) && !place.item) return found('sequence');
      break;
    case '?':
      if (/^\?\s/.test(rest)) return found('mapping');
      break;
    default:
      break;
  }
  return plainTrap(rest, place.flow, found);
}

function plainTrap(rest: string, flow: boolean, found: (name: TrapName) => Trap): Trap | null {
  if (/:(?:\s|$)/.test(rest)) return found('mapping');
  if (/\s#/.test(rest)) return found('comment');
  if (flow && /[,[\]{}]/.test(rest)) return found('flow-separator');
  return null;
}

/** True if the bracket that opens the text is closed at its very end, or never. */
function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"' || char === "'") i = (celStringEnd(text, i) ?? i + 1) - 1;
    else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) return i === text.length - 1;
  }
  return true;
}
