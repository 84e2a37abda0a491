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
  /** What the asking automata say of a string that ends here; undefined where it is not among the strings asked about. */
  verdicts: readonly number[] | undefined;
  edges: { to: number; codePoint: number }[];
}

/** The named strings as a tree. */
interface Branch {
  named: boolean;
  children: Map<number, Branch>;
}

/** A row of an automaton's table: what each class of its code points leads to. */
interface Row {
  next: Int32Array;
  /** The next state for most letters, and the letters that lead elsewhere. */
  usual: number;
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
  const tables = automata.map((automaton, index) =>
    tableOf(automaton, alphabet, alphabet.classes[index] as Int32Array),
  );
  const places: { states: readonly number[]; branch: Branch | undefined }[] = [];
  const nodes: ProductNode[] = [];
  const known = new Map<string, number>();
  const unusual = new Int32Array(alphabet.size).fill(-1);

  enter(
    automata.map(({ start }) => start),
    treeOf(named),
  );
  let next = 0;
  for (; next < nodes.length && budget.left > 0; next++) expand(next);
  return { nodes, complete: next === nodes.length };

  function enter(states: readonly number[], branch: Branch | undefined): number {
    const asked =
      !branch?.named &&
      required.every((automaton, index) => automaton.verdict(states[asking.length + index] as number) === 1);
    const verdicts = asked ? asking.map((automaton, index) => automaton.verdict(states[index] as number)) : undefined;
    places.push({ states, branch });
    return nodes.push({ verdicts, edges: [] }) - 1;
  }

  function expand(node: number) {
    const { states, branch } = places[node] as { states: readonly number[]; branch: Branch | undefined };
    const { edges } = nodes[node] as ProductNode;
    const rows = states.map((state, index) => (tables[index] as (state: number) => Row)(state));
    for (const row of rows) for (const letter of row.unusual) unusual[letter] = node;
    const reached = new Set<number>();
    let usualDone = false;
    for (let letter = 0; letter < alphabet.size; letter++) {
      const usual = unusual[letter] !== node;
      if (usual && usualDone) continue;
      const codePoint = alphabet.member(letter, branch?.children);
      if (codePoint === undefined) continue;
      usualDone ||= usual;
      const to = step(rows, letter);
      if (!to) continue;
      const key = to.join();
      let target = known.get(key);
      if (target === undefined) known.set(key, (target = enter(to, undefined)));
      if (reached.has(target)) continue;
      reached.add(target);
      edges.push({ to: target, codePoint });
    }
    for (const [codePoint, child] of branch?.children ?? []) {
      const to = step(rows, alphabet.letterOf(codePoint));
      if (to) edges.push({ to: enter(to, child), codePoint });
    }
  }

  /** The next states; undefined where no string that goes on from there is asked about. */
  function step(rows: readonly Row[], letter: number): number[] | undefined {
    budget.left -= rows.length + 1;
    const to: number[] = [];
    for (const [index, row] of rows.entries()) {
      const state = row.next[(alphabet.classes[index] as Int32Array)[letter] as number] as number;
      if (index >= asking.length && state === automata[index]?.dead) return undefined;
      to.push(state);
    }
    return to;
  }
}

/** An automaton's rows, made when they are first asked for. */
function tableOf(automaton: Automaton, alphabet: Alphabet, classes: Int32Array): (state: number) => Row {
  const lettersOfClass: number[][] = [];
  for (const [letter, own] of classes.entries()) (lettersOfClass[own] ??= []).push(letter);
  // Classes that hold surrogates alone have no letter.
  const representatives = Array.from(lettersOfClass, letters => letters && alphabet.member(letters[0] as number));
  const rows: Row[] = [];
  return state => {
    let row = rows[state];
    if (!row) {
      const next = Int32Array.from(representatives, codePoint =>
        codePoint === undefined ? state : automaton.next(state, codePoint),
      );
      const weights = new Map<number, number>();
      for (const [own, to] of next.entries())
        weights.set(to, (weights.get(to) ?? 0) + (lettersOfClass[own]?.length ?? 0));
      let usual = state;
      for (const [to, weight] of weights) if (weight > (weights.get(usual) ?? 0)) usual = to;
      const unusual: number[] = [];
      for (const [own, to] of next.entries()) if (to !== usual) unusual.push(...(lettersOfClass[own] ?? []));
      rows[state] = row = { next, usual, unusual };
    }
    return row;
  };
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
