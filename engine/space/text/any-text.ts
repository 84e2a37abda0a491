import type { RE2JS } from 're2js';
import type { CodePoints } from './code-points.ts';
import { re2Program } from './re2-program.ts';

/**
 * A short string that probably matches a pattern; undefined if none is found. The work is linear in the size of the pattern. Assertions are assumed to
 * hold, so the caller must test the result.
 */
export function probableMatch(compiled: RE2JS): string | undefined {
  const program = re2Program(compiled);
  if (program === undefined) return undefined;
  /** Instructions reached after the same number of code points, with the text read so far. */
  let places = new Map([[program.start, '']]);
  const seen = new Set<number>();
  while (places.size > 0) {
    const next = new Map<number, string>();
    // The map grows during this iteration.
    for (const [at, text] of places) {
      const instruction = program.instructions[at];
      if (instruction === undefined || seen.has(at)) continue;
      seen.add(at);
      switch (instruction.kind) {
        case 'match':
          return text;
        case 'fail':
          break;
        case 'read': {
          const letter = typedLetter(instruction.set);
          if (letter !== undefined && !next.has(instruction.next)) next.set(instruction.next, text + letter);
          break;
        }
        case 'fork':
          if (!places.has(instruction.next)) places.set(instruction.next, text);
          if (!places.has(instruction.other)) places.set(instruction.other, text);
          break;
        case 'pass':
        case 'assert':
          if (!places.has(instruction.next)) places.set(instruction.next, text);
      }
    }
    places = next;
  }
  return undefined;
}

/** The member of a set that is most natural to type; undefined if the set is empty. */
function typedLetter(set: CodePoints): string | undefined {
  for (const [first, last] of [
    ['a', 'z'],
    ['0', '9'],
    ['A', 'Z'],
    ['!', '~'],
  ] as const) {
    for (let at = 0; at < set.length; at += 2) {
      const low = Math.max(set[at] as number, first.charCodeAt(0));
      if (low <= Math.min(set[at + 1] as number, last.charCodeAt(0))) return String.fromCodePoint(low);
    }
  }
  return set.length > 0 ? String.fromCodePoint(set[0] as number) : undefined;
}
