import { alphabetOf, type Alphabet } from './alphabet.ts';
import type { Automaton } from './automaton.ts';
import { codePointsOf } from './code-points.ts';

/** Work left, counted in steps rather than time, so that answers are reproducible. */
export interface Budget {
  left: number;
}

/**
 * The product of several automata as a graph. Node 0 is the start, to which no edge leads back. The edges of a node lead to different nodes, those with
 * the most natural code points first.
 */
export interface Product {
  nodes: ProductNode[];
  /** True if the graph has all nodes and edges; false if the budget ran out. */
  complete: boolean;
}

export interface ProductNode {
  /** The verdicts of the asking automata on a string that ends here, the same array for equal verdicts; undefined if the string is named or not allowed. */
  verdicts: readonly number[] | undefined;
  edges: { to: number; codePoint: number }[];
}

/** A node of the trie of named strings. */
interface Branch {
  named: boolean;
  children: Map<number, Branch>;
}

/** The state of each automaton, and the branch of the trie if the string is a prefix of a named one. */
interface Place {
  states: number[];
  branch: Branch | undefined;
}

/** The transitions of one state of an automaton. */
interface Row {
  /** The next state for each class of letters. */
  next: readonly number[];
  /** The letters that do not lead to the most common next state. */
  unusual: number[];
}

/**
 * Builds the product of automata, breadth first.
 * @param asking automata whose verdicts are wanted
 * @param required automata that must accept a string
 * @param named strings that are left out
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
  // For each letter, the node in which it was last unusual.
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

  /** The next states; undefined if no continuation is accepted by all required automata. */
  function step(rows: readonly Row[], letter: number): number[] | undefined {
    budget.left -= rows.length + 1;
    const to = rows.map(({ next }, index) => next[classesOf(index)[letter] as number] as number);
    return required.some(({ dead }, index) => to[asking.length + index] === dead) ? undefined : to;
  }
}

/** The rows of an automaton, computed on first use. */
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
