import type { Steps } from '../../../engine/model/steps.ts';
import {
  maxNestingDepth,
  maxTextLength,
  numberProblem,
  syntaxProblem,
  type TextProblem,
} from '../tree/source-problem.ts';
import { mappingOf, type ScalarNode, type SourceEntry, type SourceNode } from '../tree/source-node.ts';
import { tooLong, type TextDocument } from '../yaml/yaml-document.ts';

/** Parses a JSON text (RFC 8259) into a tree with offsets. Never throws; continues after an error if the intention is clear. */
export function* readJson(text: string): Steps<TextDocument> {
  if (text.length > maxTextLength) return { root: null, comments: [], problems: [tooLong(text)] };
  const reader = new JsonReader(text);
  return { root: yield* reader.document(), comments: [], problems: reader.problems };
}

const valuesPerStep = 1000;

const literals: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

class JsonReader {
  readonly problems: TextProblem[] = [];
  private at = 0;
  private depth = 0;
  private stopped = false;
  private values = 0;

  constructor(private readonly text: string) {}

  *document(): Steps<SourceNode | null> {
    this.space();
    if (this.at >= this.text.length) return null;
    const root = yield* this.value();
    this.space();
    if (this.at < this.text.length && !this.stopped) {
      this.fail(
        'Unexpected text after the end of the document. A JSON file holds one value.',
        this.at,
        this.wordEnd(this.at),
      );
    }
    return root;
  }

  private *value(): Steps<SourceNode> {
    if (++this.values % valuesPerStep === 0) yield;
    const start = this.at;
    switch (this.text[start]) {
      case '{':
        return yield* this.nested(this.object(start));
      case '[':
        return yield* this.nested(this.array(start));
      case '"':
        return this.string();
      default:
        return this.word(start);
    }
  }

  private *nested(read: Steps<SourceNode>): Steps<SourceNode> {
    if (this.depth >= maxNestingDepth) {
      this.fail(
        `Nested too deeply: more than ${maxNestingDepth} collections inside each other. The rest is not read.`,
        this.at,
        this.at + 1,
      );
      this.stopped = true;
      this.at = this.text.length;
      return scalar(this.at, this.at, 'empty', null, '');
    }
    this.depth++;
    const node = yield* read;
    this.depth--;
    return node;
  }

  private *object(start: number): Steps<SourceNode> {
    const entries: Omit<SourceEntry, 'duplicate'>[] = [];
    yield* this.elements('}', () => this.entry(entries));
    const mapping = mappingOf(start, this.at, true, entries);
    for (const { key, keyNode, duplicate } of mapping.entries) {
      if (!duplicate) continue;
      const first = mapping.byKey.get(key)?.keyNode ?? keyNode;
      const related = [{ message: `"${key}" is first used here.`, start: first.start, end: first.end }];
      this.fail(
        `"${key}" is used twice; the first one counts. Remove one of them.`,
        keyNode.start,
        keyNode.end,
        related,
      );
    }
    return mapping;
  }

  private *entry(entries: Omit<SourceEntry, 'duplicate'>[]): Steps<void> {
    if (this.text[this.at] !== '"') {
      const end = this.wordEnd(this.at);
      this.fail('Expected a key in double quotes.', this.at, end);
      this.at = end;
      this.space();
      if (this.text[this.at] !== ':') return;
      this.at++;
      this.space();
      yield* this.value();
      return;
    }
    const keyNode = this.string();
    this.space();
    if (this.text[this.at] === ':') this.at++;
    else this.fail('A `:` is missing after the key.', keyNode.start, keyNode.end);
    this.space();
    entries.push({ key: keyNode.text, keyNode, value: yield* this.value() });
  }

  private *array(start: number): Steps<SourceNode> {
    const items: SourceNode[] = [];
    const read = () => this.value();
    yield* this.elements(']', function* () {
      items.push(yield* read());
    });
    return { kind: 'sequence', start, end: this.at, flow: true, items };
  }

  /** Parses elements, separated by commas, up to the closing bracket. */
  private *elements(close: string, element: () => Steps<void>): Steps<void> {
    const open = this.at++;
    this.space();
    while (this.text[this.at] !== close) {
      if (this.at >= this.text.length) {
        if (!this.stopped) this.fail(`The closing \`${close}\` is missing.`, open, open + 1);
        return;
      }
      if (this.text[this.at] === (close === ']' ? '}' : ']')) {
        this.fail(`Expected \`${close}\` to close the \`${this.text[open] ?? ''}\` before.`, this.at, this.at + 1);
        return;
      }
      const before = this.at;
      yield* element();
      this.space();
      if (this.text[this.at] === ',') {
        const comma = this.at++;
        this.space();
        if (this.text[this.at] === close) this.fail('JSON allows no comma after the last entry.', comma, comma + 1);
      } else if (
        this.text[this.at] !== close &&
        this.at < this.text.length &&
        this.text[this.at] !== '}' &&
        this.text[this.at] !== ']'
      ) {
        this.fail('A comma is missing before this.', this.at, this.at + 1);
      }
      if (this.at === before) this.at++;
    }
    this.at++;
  }

  private string(): ScalarNode {
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"' && this.text[end] !== '\n' && this.text[end] !== '\r') {
      end += this.text[end] === '\\' ? 2 : 1;
    }
    end = Math.min(end, this.text.length);
    const closed = this.text[end] === '"';
    const stop = closed ? end + 1 : end;
    this.at = stop;
    const raw = this.text.slice(start, stop);
    let value: string;
    try {
      value = JSON.parse(closed ? raw : `${raw}"`) as string;
      if (!closed) this.fail('The closing " is missing.', start, stop);
    } catch {
      value = raw.slice(1, closed ? -1 : undefined);
      this.fail(this.stringFault(raw, closed), start, stop);
    }
    if (/\p{Surrogate}/u.test(value)) {
      this.fail(
        'This text contains half of a surrogate pair, which is not a Unicode character and cannot be stored.',
        start,
        stop,
      );
    }
    return scalar(start, stop, 'json', value, value);
  }

  private stringFault(raw: string, closed: boolean): string {
    if (!closed) return 'The closing " is missing.';
    const escape = /\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4}).{0,1}/s.exec(raw.replace(/\\\\/g, '  '))?.[0];
    if (escape !== undefined) return `\`${escape}\` is not an escape in JSON. Write \\\\ for a backslash.`;
    return 'This text contains a control character. Write it as an escape, such as \\t for a tab.';
  }

  private word(start: number): ScalarNode {
    const end = this.wordEnd(start);
    const text = this.text.slice(start, end);
    this.at = end;
    const literal = Object.hasOwn(literals, text) ? literals[text] : undefined;
    if (literal !== undefined) return scalar(start, end, 'plain', literal, text);
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text)) {
      const value = Number(text);
      const problem = numberProblem(value, text);
      if (problem !== null) this.fail(problem, start, end);
      const finite = Number.isFinite(value) ? (Object.is(value, -0) ? 0 : value) : null;
      return scalar(start, end, 'plain', finite, text);
    }
    if (text === '') this.fail('A value is missing here.', Math.max(0, start - 1), Math.max(start, 1));
    else if (text.startsWith('//') || text.startsWith('/*'))
      this.fail('JSON has no comments. Use a YAML file for a rule set with comments.', start, end);
    else this.fail(`\`${text}\` is not a JSON value. Put text in double quotes.`, start, end);
    return scalar(start, end, 'plain', text === '' ? null : text, text);
  }

  private wordEnd(start: number): number {
    const rest = /[\s,:[\]{}"]/g;
    rest.lastIndex = start;
    const found = rest.exec(this.text);
    return found === null ? this.text.length : found.index;
  }

  private space(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at] ?? '')) this.at++;
  }

  private fail(message: string, start: number, end: number, related: TextProblem['related'] = []): void {
    this.problems.push(syntaxProblem(message, start, Math.max(end, start), related));
  }
}

function scalar(
  start: number,
  end: number,
  style: ScalarNode['style'],
  value: ScalarNode['value'],
  text: string,
): ScalarNode {
  return { kind: 'scalar', start, end, style, value, text };
}
