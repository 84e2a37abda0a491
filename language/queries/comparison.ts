import type { SemanticDiff } from '../../engine/index.ts';
import { comparing } from '../releases/compare.ts';
import type { Project } from '../source/project/project.ts';
import type { Sources } from './queries.ts';
import { Outdated } from './table.ts';

export async function comparison(queries: Sources, before: Project, after: Project): Promise<SemanticDiff | null> {
  const { uri } = after;
  try {
    return await queries.work(comparing(before, after, queries.now()), { query: 'comparison', uri });
  } catch (error) {
    if (error instanceof Outdated) throw error;
    return queries.failed(uri, error);
  }
}
