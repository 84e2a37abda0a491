import type { Automaton } from './automaton.ts';
import { distinctSets, includes, type CodePoints } from './code-points.ts';
import { place, type Instruction, type Program } from './re2-program.ts';

/** The code point before or after a position, as far as assertions distinguish it. */
type Neighbour = 'nothing' | 'newline' | 'word' | 'other';

interface State {
  /** Instructions that wait for the next code point, ascending: reads, and assertions about it. */
  waiting: number[];
  before: Neighbour;
  /** True if a string that ends here contains a match. */
  accepts: boolean;
}

const newline: CodePoints = [10, 10];
const wordCharacters: CodePoints = [48, 57, 65, 90, 95, 95, 97, 122];
const matched = 0;
const dead = 1;
const decidedBefore = place.textStart | place.lineStart;
const decidedAfter = -1;

/**
 * An automaton that accepts strings in which a pattern occurs, by lazy subset construction over RE2's program.
 * @param spend called for each instruction that is visited
 */
export function patternAutomaton(program: Program, spend: (steps: number) => void): Automaton {
  const { instructions } = program;
  const states: State[] = [
    { waiting: [], before: 'other', accepts: true },
    { waiting: [], before: 'other', accepts: false },
  ];
  const known = new Map<string, number>();
  const seenIn = new Int32Array(instructions.length);
  let round = 0;
  // A pattern anchored at the start of the text cannot match any more once no instruction is waiting.
  const startsAnywhere = (['newline', 'word', 'other'] as const).some(before => {
    const from = follow([program.start], meets(before), decidedBefore);
    return from === 'match' || from.length > 0;
  });

  return {
    start: enter([program.start], 'nothing'),
    sets: distinctSets(setsOf(instructions)),
    next: (state, codePoint) => (state === matched || state === dead ? state : read(states[state] as State, codePoint)),
    verdict: state => Number((states[state] as State).accepts),
    dead,
  };

  function read(state: State, codePoint: number): number {
    const after = neighbour(codePoint);
    const ready = follow(state.waiting, meets(state.before, after), decidedAfter);
    if (ready === 'match') return matched;
    const reached = [program.start];
    for (const at of ready) {
      const instruction = instructions[at] as Instruction;
      if (instruction.kind === 'read' && includes(instruction.set, codePoint)) reached.push(instruction.next);
    }
    return enter(reached, after);
  }

  function enter(reached: readonly number[], before: Neighbour): number {
    const waiting = follow(reached, meets(before), decidedBefore);
    if (waiting === 'match') return matched;
    if (waiting.length === 0 && !startsAnywhere) return dead;
    waiting.sort((a, b) => a - b);
    const asserts = waiting.some(at => instructions[at]?.kind === 'assert');
    const key = `${asserts ? before : ''} ${waiting.join()}`;
    let state = known.get(key);
    if (state === undefined) {
      const accepts = follow(waiting, meets(before, 'nothing'), decidedAfter) === 'match';
      state = states.push({ waiting, before, accepts }) - 1;
      known.set(key, state);
    }
    return state;
  }

  /**
   * The reads and undecided assertions that can be reached without reading a code point; `match` if a match can.
   * @param met the assertions that hold at the position
   * @param decided the assertions whose truth is known
   */
  function follow(from: readonly number[], met: number, decided: number): number[] | 'match' {
    const stack = [...from];
    const waiting: number[] = [];
    round++;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seenIn[at] === round) continue;
      seenIn[at] = round;
      spend(1);
      const instruction = instructions[at] as Instruction;
      switch (instruction.kind) {
        case 'match':
          return 'match';
        case 'fail':
          break;
        case 'read':
          waiting.push(at);
          break;
        case 'fork':
          stack.push(instruction.next, instruction.other);
          break;
        case 'pass':
          stack.push(instruction.next);
          break;
        case 'assert':
          if ((instruction.needs & decided & ~met) !== 0) break;
          if ((instruction.needs & ~decided) !== 0) waiting.push(at);
          else stack.push(instruction.next);
          break;
      }
    }
    return waiting;
  }
}

/** The assertions that hold between two neighbours. Without `after`, only those that do not depend on the next code point. */
function meets(before: Neighbour, after?: Neighbour): number {
  let met = before === 'nothing' ? place.textStart | place.lineStart : before === 'newline' ? place.lineStart : 0;
  if (after === undefined) return met;
  if (after === 'nothing') met |= place.textEnd | place.lineEnd;
  if (after === 'newline') met |= place.lineEnd;
  return met | ((before === 'word') === (after === 'word') ? place.noWordBoundary : place.wordBoundary);
}

function neighbour(codePoint: number): Neighbour {
  return codePoint === 10 ? 'newline' : includes(wordCharacters, codePoint) ? 'word' : 'other';
}

function* setsOf(instructions: readonly Instruction[]): Generator<CodePoints> {
  for (const instruction of instructions) {
    if (instruction.kind === 'read') yield instruction.set;
    if (instruction.kind !== 'assert') continue;
    if ((instruction.needs & (place.lineStart | place.lineEnd)) !== 0) yield newline;
    if ((instruction.needs & (place.wordBoundary | place.noWordBoundary)) !== 0) yield wordCharacters;
  }
}
