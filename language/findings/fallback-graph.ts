import { ownValue } from '../../engine/model/json.ts';
import { isEndState } from '../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import { fallbacksOf, listIn, objectIn } from '../source/project/names.ts';
import type { Project } from '../source/project/project.ts';

/** A fallback that leads from one target to another. */
export interface FallbackEdge {
  from: string;
  to: string;
  document: SourceDocument;
  path: SourcePath;
}

export interface FallbackGraph {
  /** The fallbacks that targets declare, by target, in order of declaration. */
  own: ReadonlyMap<string, readonly FallbackEdge[]>;
  /** The fallbacks that rules and the default declare instead, in order of declaration. */
  replacing: readonly FallbackEdge[];
  /** The targets that begin a round. */
  rounds: ReadonlySet<string>;
}

/** The fallbacks of a project that lead from one defined target to another. */
export function fallbackGraph(project: Project): FallbackGraph {
  const isTarget = (name: string) => project.definitionsOf('target', name).length > 0;
  const edgesOf = (from: string, declaration: unknown, document: SourceDocument, path: SourcePath): FallbackEdge[] =>
    fallbacksOf(declaration)
      .filter(({ fallback }) => !isEndState(fallback, isTarget) && isTarget(fallback))
      .map(({ path: rest, fallback }) => ({ from, to: fallback, document, path: [...path, ...rest] }));
  const own = new Map<string, FallbackEdge[]>();
  const rounds = new Set<string>();
  for (const { document } of project.files) {
    for (const [name, target] of Object.entries(objectIn(document.value, 'targets'))) {
      if (own.has(name)) continue;
      own.set(name, edgesOf(name, target, document, ['targets', name]));
      if (ownValue(target, 'rounds') !== undefined) rounds.add(name);
    }
  }
  const { document } = project;
  const replacing = [
    ...listIn(document.value, 'rules').map((rule, index) => ({ outcome: rule, path: ['rules', index] })),
    { outcome: ownValue(document.value, 'default'), path: ['default'] },
  ].flatMap(({ outcome, path }) => {
    const to = ownValue(outcome, 'to');
    return typeof to === 'string' && isTarget(to) ? edgesOf(to, outcome, document, path) : [];
  });
  return { own, replacing, rounds };
}
