import type { RE2JS } from 're2js';
import { compilePattern } from './text-test.ts';
import { lastCodePoint, type CodePoints } from './code-points.ts';

/** Assertions about a position between two code points, as bits, numbered as in RE2. */
export const place = {
  lineStart: 1,
  lineEnd: 2,
  textStart: 4,
  textEnd: 8,
  wordBoundary: 16,
  noWordBoundary: 32,
} as const;

export type Instruction =
  | { kind: 'fork'; next: number; other: number }
  | { kind: 'pass'; next: number }
  /** Continues if the position satisfies all of `needs`. */
  | { kind: 'assert'; next: number; needs: number }
  | { kind: 'read'; next: number; set: CodePoints }
  | { kind: 'match' }
  | { kind: 'fail' };

/** The nondeterministic automaton that RE2 runs for a pattern. */
export interface Program {
  start: number;
  instructions: Instruction[];
}

/** Opcodes of re2js, without those of look-behind, which RE2 does not have. */
const operation = {
  fork: 1,
  forkToMatch: 2,
  capture: 3,
  assert: 4,
  fail: 5,
  match: 6,
  nothing: 7,
  readSet: 8,
  readOne: 9,
  readAny: 10,
  readAnyButNewline: 11,
} as const;
const foldCase = 1;

/**
 * The program into which re2js compiles a pattern; undefined if it has an unexpected form, because it is not part of the public API.
 * @see https://swtch.com/~rsc/regexp/regexp2.html
 */
export function re2Program(compiled: RE2JS): Program | undefined {
  const program: unknown = compiled.re2Input.prog;
  if (!isRecord(program) || !Array.isArray(program['inst'])) return undefined;
  const { start, inst } = program;
  const instructions: Instruction[] = [];
  const folds = new Map<number, CodePoints>();
  for (const raw of inst as unknown[]) {
    const instruction = isRecord(raw) ? readInstruction(raw, folds) : undefined;
    if (!instruction) return undefined;
    instructions.push(instruction);
  }
  const exists = (target: unknown) => typeof target === 'number' && target in instructions;
  const linked = instructions.every(
    instruction =>
      (!('next' in instruction) || exists(instruction.next)) &&
      (!('other' in instruction) || exists(instruction.other)),
  );
  return linked && exists(start) ? { start: start as number, instructions } : undefined;
}

function readInstruction(raw: Record<string, unknown>, folds: Map<number, CodePoints>): Instruction | undefined {
  const { op, out: next, arg, runes } = raw;
  if (typeof next !== 'number' || typeof arg !== 'number' || !(runes instanceof Int32Array)) return undefined;
  switch (op) {
    case operation.fork:
    case operation.forkToMatch:
      return { kind: 'fork', next, other: arg };
    case operation.capture:
    case operation.nothing:
      return { kind: 'pass', next };
    case operation.assert:
      return { kind: 'assert', next, needs: arg };
    case operation.fail:
      return { kind: 'fail' };
    case operation.match:
      return { kind: 'match' };
    case operation.readAny:
      return { kind: 'read', next, set: [0, lastCodePoint] };
    case operation.readAnyButNewline:
      return { kind: 'read', next, set: [0, 9, 11, lastCodePoint] };
    case operation.readSet:
    case operation.readOne: {
      const [only] = runes;
      if (runes.length !== 1 || only === undefined) return { kind: 'read', next, set: runes };
      const folded = op === operation.readSet && (arg & foldCase) !== 0;
      return { kind: 'read', next, set: folded ? caseVariants(only, folds) : [only, only] };
    }
    default:
      return undefined;
  }
}

/** A code point and all its case variants (k, K and the Kelvin sign). */
function caseVariants(codePoint: number, known: Map<number, CodePoints>): CodePoints {
  let variants = known.get(codePoint);
  if (!variants) {
    // In a character class, RE2 expands them into a set. The last two code points, which are no characters, make it one.
    const compiled = compilePattern(`(?i)[\\x{${codePoint.toString(16)}}\\x{10FFFE}-\\x{10FFFF}]`);
    const read = compiled && re2Program(compiled)?.instructions.find(instruction => instruction.kind === 'read');
    variants = read && read.set.length > 2 ? Array.from(read.set).slice(0, -2) : [codePoint, codePoint];
    known.set(codePoint, variants);
  }
  return variants;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
