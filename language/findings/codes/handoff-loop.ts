import type { Project } from '../../source/project/project.ts';
import { languageVersionEdits, withEntry } from '../entry-edit.ts';
import { fallbackGraph, type FallbackEdge, type FallbackGraph } from '../fallback-graph.ts';
import type { Detected, FindingDefinition, Fix } from '../finding.ts';
import { related, ruleAt, scalarFix } from '../places.ts';

export const handoffLoop: FindingDefinition = {
  code: 'handoff-loop',
  category: 'handoffs',
  fixable: true,
  severity: 'error',
  title: 'Endless handoff',
  summary: 'The fallbacks of a target lead back to it without `rounds`, so a handoff that nobody takes never ends.',
  guards: 'loading',
  detect: project => {
    const graph = withoutRounds(fallbackGraph(project));
    return [...loops(graph), ...loopsOfRules(graph)].map(loop => describe(project, loop));
  },
};

type Loop = readonly FallbackEdge[];

/** The part of a graph in which every loop is endless: all rounds of a loop through a target with `rounds` are counted. */
function withoutRounds({ own, replacing, rounds }: FallbackGraph): FallbackGraph {
  const isEndless = ({ from, to }: FallbackEdge) => !rounds.has(from) && !rounds.has(to);
  const kept = [...own].map(([name, edges]) => [name, edges.filter(isEndless)] as const);
  return { own: new Map(kept), replacing: replacing.filter(isEndless), rounds };
}

/** Targets of a loop that the message and the related places name. */
const maxShown = 10;

function describe(project: Project, loop: Loop): Detected {
  const last = loop.at(-1);
  if (last === undefined) throw new Error('A loop has at least one fallback.');
  const from = loop.map(edge => edge.from);
  const names =
    from.length <= maxShown
      ? [...from, last.to]
      : [...from.slice(0, maxShown - 1), `… ${from.length - maxShown} more …`, last.from, last.to];
  // The fallback of a rule comes first in its loop.
  const closing = loop.find(({ path }) => path[0] !== 'targets') ?? last;
  const { document, path } = closing;
  const pause = scalarFix('Pause instead', document, path, 'pause');
  const fixes = [...(pause === null ? [] : [{ ...pause, preferred: false }]), ...roundsFix(project, from[0] ?? '')];
  return {
    message: `Never ends: ${names.join(' → ')}. Let one of these targets fall back to pause, deny, stop or resume, or give one \`rounds\`.`,
    uri: document.uri,
    range: document.rangeOf(path),
    rule: ruleAt(document, path),
    related: loop
      .filter(edge => edge !== closing)
      .slice(0, maxShown)
      .map(edge =>
        related(
          edge.document,
          edge.path,
          edge.document.rangeOf(edge.path),
          `\`${edge.from}\` falls back to \`${edge.to}\`.`,
        ),
      ),
    fixes,
  };
}

/** A fix that lets the chain come to a target twice. */
function roundsFix(project: Project, target: string): Fix[] {
  const [definition] = project.definitionsOf('target', target);
  const document = definition && project.documents.get(definition.uri);
  const edits = document && withEntry(document, definition.path, 'rounds', 2);
  const version = document && languageVersionEdits(document, 2);
  if (!edits || !version) return [];
  return [{ title: `Come back to \`${target}\` once: \`rounds: 2\``, edits: [...version, ...edits], preferred: false }];
}

/**
 * One loop for each back edge of a depth-first search over the targets, in order of declaration. Without these fallbacks there would
 * be no loop.
 */
function loops({ own: edges }: FallbackGraph): Loop[] {
  const found: Loop[] = [];
  const finished = new Set<string>();
  for (const start of edges.keys()) {
    if (finished.has(start)) continue;
    // An explicit stack, since chains may be longer than the call stack allows. `next`: index of the fallback to follow next.
    const open = [{ target: start, next: 0 }];
    const trail: FallbackEdge[] = [];
    const placeOf = new Map([[start, 0]]);
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const edge = edges.get(last.target)?.[last.next++];
      if (edge === undefined) {
        finished.add(last.target);
        placeOf.delete(last.target);
        open.pop();
        trail.pop();
        continue;
      }
      const place = placeOf.get(edge.to);
      if (place !== undefined) found.push([...trail.slice(place), edge]);
      else if (!finished.has(edge.to)) {
        trail.push(edge);
        placeOf.set(edge.to, trail.length);
        open.push({ target: edge.to, next: 0 });
      }
    }
  }
  return found;
}

/** One loop for each fallback of a rule or the default from which the chain leads back to the rule's target; a shortest one. */
function loopsOfRules({ own, replacing }: FallbackGraph): Loop[] {
  return replacing.flatMap(edge => {
    const cameBy = new Map<string, FallbackEdge>([[edge.to, edge]]);
    for (const [name] of cameBy) {
      if (name === edge.from) break;
      for (const next of own.get(name) ?? []) if (!cameBy.has(next.to)) cameBy.set(next.to, next);
    }
    const loop: FallbackEdge[] = [];
    for (let step = cameBy.get(edge.from); step !== undefined; step = step === edge ? undefined : cameBy.get(step.from))
      loop.unshift(step);
    return loop.length === 0 ? [] : [loop];
  });
}
