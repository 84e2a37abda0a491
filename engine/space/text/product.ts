import { alphabetOf, type Alphabet } from './alphabet.ts';
import type { Automaton } from './automaton.ts';
import { codePointsOf } from './code-points.ts';

/** Work that may still be done, counted in steps so that the same question always has the same answer. */
export interface Budget {
  left: number;
}

/**
 * Where several automata stand together, as a graph. Node 0 is the start; no edge leads back to it. The edges of a node go to different
 * nodes, those first whose code point a person would rather type.
 */
export interface Product {
  nodes: ProductNode[];
  /** Whether the budget sufficed for all nodes and edges. */
  complete: boolean;
}

export interface ProductNode {
  /** What the asking automata say of a string that ends here: one list for all nodes of which they say the same. Undefined where such a string is not asked about. */
  verdicts: readonly number[] | undefined;
  edges: { to: number; codePoint: number }[];
}

/** The named strings as a tree. */
interface Branch {
  named: boolean;
  children: Map<number, Branch>;
}

/** Where the walk stands: the state of each automaton, and the branch of the named strings if it is on one. */
interface Place {
  states: number[];
  branch: Branch | undefined;
}

/** A row of an automaton's table: what each letter leads to. */
interface Row {
  /** The next state, by class of letters. */
  next: readonly number[];
  /** The letters that lead elsewhere than most do. */
  unusual: number[];
}

/**
 * Walks automata side by side, breadth first.
 * @param asking those whose verdicts are wanted
 * @param required those that have to say 1 of a string, or it is not asked about
 * @param named strings that are not asked about
 */
export function productOf(
  asking: readonly Automaton[],
  required: readonly Automaton[],
  named: readonly string[],
  budget: Budget,
): Product {
  const automata = [...asking, ...required];
  const alphabet = alphabetOf(automata.map(({ sets }) => sets));
  const tables = automata.map((automaton, index) => tableOf(automaton, alphabet, classesOf(index)));
  const places: Place[] = [];
  const nodes: ProductNode[] = [];
  const known = new Map<string, number>();
  const knownVerdicts = new Map<string, readonly number[]>();
  // The node in which a letter was last unusual.
  const unusualIn = new Int32Array(alphabet.size).fill(-1);

  enter({ states: automata.map(({ start }) => start), branch: treeOf(named) });
  let next = 0;
  for (; next < nodes.length && budget.left > 0; next++) expand(next);
  return { nodes, complete: next === nodes.length };

  function classesOf(index: number): Int32Array {
    return alphabet.classes[index] as Int32Array;
  }

  function enter(place: Place): number {
    places.push(place);
    return nodes.push({ verdicts: verdictsAt(place), edges: [] }) - 1;
  }

  function verdictsAt({ states, branch }: Place): readonly number[] | undefined {
    if (branch?.named) return undefined;
    const all = automata.map((automaton, index) => automaton.verdict(states[index] as number));
    if (all.slice(asking.length).some(verdict => verdict !== 1)) return undefined;
    const verdicts = all.slice(0, asking.length);
    const key = verdicts.join();
    if (!knownVerdicts.has(key)) knownVerdicts.set(key, verdicts);
    return knownVerdicts.get(key);
  }

  function expand(node: number) {
    const { states, branch } = places[node] as Place;
    const { edges } = nodes[node] as ProductNode;
    const rows = states.map((state, index) => (tables[index] as (state: number) => Row)(state));
    for (const { unusual } of rows) for (const letter of unusual) unusualIn[letter] = node;
    const reached = new Set<number>();
    let usualDone = false;
    for (let letter = 0; letter < alphabet.size; letter++) {
      const usual = unusualIn[letter] !== node;
      if (usual && usualDone) continue;
      const codePoint = alphabet.member(letter, branch?.children);
      if (codePoint === undefined) continue;
      usualDone ||= usual;
      const to = step(rows, letter);
      if (!to) continue;
      const key = to.join();
      let target = known.get(key);
      if (target === undefined) known.set(key, (target = enter({ states: to, branch: undefined })));
      if (reached.has(target)) continue;
      reached.add(target);
      edges.push({ to: target, codePoint });
    }
    for (const [codePoint, child] of branch?.children ?? []) {
      const to = step(rows, alphabet.letterOf(codePoint));
      if (to) edges.push({ to: enter({ states: to, branch: child }), codePoint });
    }
  }

  /** The next states; undefined where no string that goes on from there is asked about. */
  function step(rows: readonly Row[], letter: number): number[] | undefined {
    budget.left -= rows.length + 1;
    const to = rows.map(({ next }, index) => next[classesOf(index)[letter] as number] as number);
    return required.some(({ dead }, index) => to[asking.length + index] === dead) ? undefined : to;
  }
}

/** An automaton's rows, made when they are first asked for. */
function tableOf(automaton: Automaton, alphabet: Alphabet, classes: Int32Array): (state: number) => Row {
  const letters: number[][] = [];
  for (const [letter, own] of classes.entries()) (letters[own] ??= []).push(letter);
  const representatives = letters.map(([letter]) => alphabet.member(letter as number) as number);
  const rows: Row[] = [];
  return state => (rows[state] ??= rowOf(state));

  function rowOf(state: number): Row {
    const next = representatives.map(codePoint => automaton.next(state, codePoint));
    const counts = new Map<number, number>();
    let usual = -1;
    for (const [own, to] of next.entries()) {
      const count = (counts.get(to) ?? 0) + (letters[own] as number[]).length;
      counts.set(to, count);
      if (count > (counts.get(usual) ?? 0)) usual = to;
    }
    const unusual: number[] = [];
    for (const [own, to] of next.entries()) if (to !== usual) unusual.push(...(letters[own] as number[]));
    return { next, unusual };
  }
}

function treeOf(named: readonly string[]): Branch | undefined {
  if (named.length === 0) return undefined;
  const root: Branch = { named: false, children: new Map() };
  for (const text of named) {
    let branch = root;
    for (const codePoint of codePointsOf(text)) {
      let child = branch.children.get(codePoint);
      if (!child) branch.children.set(codePoint, (child = { named: false, children: new Map() }));
      branch = child;
    }
    branch.named = true;
  }
  return root;
}
