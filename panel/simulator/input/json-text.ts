import type { Json } from '../../../engine/model/json.ts';

/** The place of a value in JSON text, in UTF-16 offsets; `end` is exclusive. */
export type JsonNode =
  | { kind: 'object'; start: number; end: number; members: JsonMember[] }
  | { kind: 'array'; start: number; end: number }
  | { kind: 'scalar'; start: number; end: number };

/** A member of an object; `start` is the offset of its key. */
export interface JsonMember {
  key: string;
  start: number;
  value: JsonNode;
}

/** Where and why a text is not JSON; `line` and `column` count from 1. */
export interface JsonTextError {
  message: string;
  offset: number;
  line: number;
  column: number;
}

export type ParsedJson = { value: Json; root: JsonNode; error: null } | { error: JsonTextError };

/** Deeper nesting is refused, so that the stack does not overflow. */
const maxDepth = 500;

/** Parses JSON (RFC 8259) into its value and the places of all members, or into the first error. */
export function parseJsonText(text: string): ParsedJson {
  try {
    const root = new Scanner(text).document();
    return { value: JSON.parse(text) as Json, root, error: null };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { error: { message: error.message, offset: error.offset, ...lineAndColumn(text, error.offset) } };
  }
}

class JsonFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

const whitespace = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[A-Za-z_$][\w$]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;

class Scanner {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): JsonNode {
    this.skip();
    if (this.at === this.text.length) throw new JsonFault('There is no value; an empty input is {}', this.at);
    const root = this.value(0);
    this.skip();
    if (this.at < this.text.length)
      throw new JsonFault(`Unexpected ${this.found()} after the end of the value`, this.at);
    return root;
  }

  private value(depth: number): JsonNode {
    if (depth > maxDepth) throw new JsonFault(`Nested deeper than ${maxDepth} levels`, this.at);
    const start = this.at;
    const character = this.text[start];
    if (character === '{') return this.object(depth);
    if (character === '[') return this.array(depth);
    if (character === '"') {
      this.string();
      return { kind: 'scalar', start, end: this.at };
    }
    const digits = this.match(number);
    if (digits !== null) {
      if (!Number.isFinite(Number(digits))) throw new JsonFault(`The number ${digits} is too large`, start);
      const next = this.text[this.at];
      if (next !== undefined && /[\w.]/.test(next)) throw new JsonFault('A number cannot be written like this', start);
      return { kind: 'scalar', start, end: this.at };
    }
    const name = this.match(word);
    if (name === 'true' || name === 'false' || name === 'null') return { kind: 'scalar', start, end: this.at };
    this.at = start;
    if (name !== null) throw new JsonFault(`${name} is not a JSON value; strings need double quotes`, start);
    throw new JsonFault(`Expected a value, found ${this.found()}`, start);
  }

  private object(depth: number): JsonNode {
    const start = this.at++;
    const members: JsonMember[] = [];
    this.skip();
    if (this.take('}')) return { kind: 'object', start, end: this.at, members };
    for (;;) {
      const keyStart = this.at;
      if (this.text[keyStart] !== '"') {
        const trailing = this.text[keyStart] === '}' ? ', so remove the comma before it' : '';
        throw new JsonFault(`Expected a key in double quotes, found ${this.found()}${trailing}`, keyStart);
      }
      const key = this.string();
      this.skip();
      if (!this.take(':')) throw new JsonFault(`Expected ":" after the key ${key}, found ${this.found()}`, this.at);
      this.skip();
      members.push({ key: JSON.parse(key) as string, start: keyStart, value: this.value(depth + 1) });
      this.skip();
      if (this.take('}')) return { kind: 'object', start, end: this.at, members };
      if (!this.take(',')) throw new JsonFault(`Expected "," or "}", found ${this.found()}`, this.at);
      this.skip();
    }
  }

  private array(depth: number): JsonNode {
    const start = this.at++;
    this.skip();
    if (this.take(']')) return { kind: 'array', start, end: this.at };
    for (;;) {
      if (this.text[this.at] === ']')
        throw new JsonFault('Expected a value, found "]", so remove the comma before it', this.at);
      this.value(depth + 1);
      this.skip();
      if (this.take(']')) return { kind: 'array', start, end: this.at };
      if (!this.take(',')) throw new JsonFault(`Expected "," or "]", found ${this.found()}`, this.at);
      this.skip();
    }
  }

  /** The string with its quotes. */
  private string(): string {
    const start = this.at++;
    for (;;) {
      const character = this.text[this.at];
      if (character === '"') return this.text.slice(start, ++this.at);
      if (character === undefined || character === '\n')
        throw new JsonFault('This string has no closing double quote', start);
      if (character < ' ') throw new JsonFault('A control character in a string must be escaped', this.at);
      if (character === '\\') {
        if (this.match(escape) === null)
          throw new JsonFault('Unknown escape; a backslash itself is written \\\\', this.at);
      } else {
        this.at++;
      }
    }
  }

  private skip(): void {
    this.match(whitespace);
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  private found(): string {
    const character = this.text.codePointAt(this.at);
    return character === undefined ? 'the end of the text' : JSON.stringify(String.fromCodePoint(character));
  }
}
