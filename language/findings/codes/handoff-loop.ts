import type { Project } from '../../source/project/project.ts';
import { isEndState } from '../../../engine/model/rule-set.ts';
import { fallbacksOf, objectIn } from '../../source/project/names.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { related, scalarFix } from '../places.ts';

export const handoffLoop: FindingDefinition = {
  code: 'handoff-loop',
  category: 'handoffs',
  fixable: true,
  severity: 'error',
  title: 'Endless handoff',
  summary: 'The fallbacks of a target lead back to it, so a handoff that nobody takes never ends.',
  guards: 'loading',
  detect: project => loops(project).map(loop => describe(loop)),
};

interface Edge {
  from: string;
  to: string;
  document: SourceDocument;
  path: SourcePath;
}

/** Targets of a loop that the message and the related places name. */
const maxShown = 10;

function describe(loop: readonly Edge[]): Detected {
  const [closing] = loop.slice(-1);
  if (closing === undefined) throw new Error('A loop has at least one fallback.');
  const from = loop.map(edge => edge.from);
  const names =
    from.length <= maxShown
      ? [...from, closing.to]
      : [...from.slice(0, maxShown - 1), `… ${from.length - maxShown} more …`, closing.from, closing.to];
  const { document, path } = closing;
  const fix = scalarFix('Pause instead', document, path, 'pause');
  return {
    message: `Never ends: ${names.join(' → ')}. Let one of these targets fall back to pause, deny, stop or resume.`,
    uri: document.uri,
    range: document.rangeOf(path),
    related: loop
      .slice(0, -1)
      .slice(0, maxShown)
      .map(edge =>
        related(
          edge.document,
          edge.path,
          edge.document.rangeOf(edge.path),
          `\`${edge.from}\` falls back to \`${edge.to}\`.`,
        ),
      ),
    fixes: fix === null ? [] : [{ ...fix, preferred: false }],
  };
}

/**
 * One loop for each back edge of a depth-first search over the targets, in order of declaration. Without these fallbacks there would
 * be no loop.
 */
function loops(project: Project): Edge[][] {
  const edges = edgesOf(project);
  const found: Edge[][] = [];
  const finished = new Set<string>();
  for (const start of edges.keys()) {
    if (finished.has(start)) continue;
    // An explicit stack, since chains may be longer than the call stack allows. `next`: index of the fallback to follow next.
    const open = [{ target: start, next: 0 }];
    const trail: Edge[] = [];
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

function edgesOf(project: Project): Map<string, Edge[]> {
  const isTarget = (name: string) => project.definitionsOf('target', name).length > 0;
  const edges = new Map<string, Edge[]>();
  for (const { document } of project.files) {
    for (const [from, target] of Object.entries(objectIn(document.value, 'targets'))) {
      if (edges.has(from)) continue;
      const out = fallbacksOf(target)
        .filter(({ fallback }) => !isEndState(fallback, isTarget) && isTarget(fallback))
        .map(({ path, fallback }) => ({ from, to: fallback, document, path: ['targets', from, ...path] }));
      edges.set(from, out);
    }
  }
  return edges;
}
