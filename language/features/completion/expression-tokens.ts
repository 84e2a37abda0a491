/** A token of CEL, complete or half-written. Offsets are UTF-16 units into the expression. */
export interface Token {
  kind: 'name' | 'number' | 'string' | 'operator' | 'open' | 'close' | 'comma' | 'dot';
  text: string;
  start: number;
  end: number;
}

export interface StringToken extends Token {
  kind: 'string';
  quote: '"' | "'";
  /** Offsets of the content between the quotes. An unclosed string ends at the line break or the end of the text. */
  contentStart: number;
  contentEnd: number;
  closed: boolean;
}

const operators = ['&&', '||', '==', '!=', '<=', '>=', '<', '>', '+', '-', '*', '/', '%', '!', '?', ':'];

/**
 * The tokens of a text that may not be a complete expression yet. Completion works on tokens because a parser rejects half-written
 * expressions. Accepts any text and never throws.
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function tokensOf(text: string): (Token | StringToken)[] {
  const tokens: (Token | StringToken)[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    const start = at;
    const add = (kind: Exclude<Token['kind'], 'string'>, end: number): void => {
      tokens.push({ kind, text: text.slice(start, end), start, end });
      at = end;
    };
    const word = /^(?:[A-Za-z_]\w*|\d[\w.]*)/.exec(text.slice(at, at + 300))?.[0];
    if (/\s/.test(char)) at++;
    else if (char === '"' || char === "'") {
      const string = stringAt(text, at);
      tokens.push(string);
      at = string.end;
    } else if (word !== undefined) add(/^\d/.test(word) ? 'number' : 'name', at + word.length);
    else if (char === '.') add('dot', at + 1);
    else if (char === ',') add('comma', at + 1);
    else if ('([{'.includes(char)) add('open', at + 1);
    else if (')]}'.includes(char)) add('close', at + 1);
    else add('operator', at + (operators.find(each => text.startsWith(each, start))?.length ?? 1));
  }
  return tokens;
}

function stringAt(text: string, start: number): StringToken {
  const quote = text[start] === '"' ? '"' : "'";
  let at = start + 1;
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  at = Math.min(at, text.length);
  const closed = text[at] === quote;
  const end = closed ? at + 1 : at;
  return {
    kind: 'string',
    text: text.slice(start, end),
    start,
    end,
    quote,
    contentStart: start + 1,
    contentEnd: at,
    closed,
  };
}

export function isString(token: Token | StringToken | undefined): token is StringToken {
  return token?.kind === 'string';
}
