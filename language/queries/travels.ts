import { digest, untouchedByRules } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { exportTargets } from '../../exports/index.ts';
import type { GatePrograms } from '../../exports/enforce/gate-file.ts';
import { targetMatrix, type Matrix } from '../../exports/matrix.ts';
import { driftOf } from '../exports/drift.ts';
import type { Drift, Travel, Travels } from '../exports/travels.ts';
import { listedTools, workspaceTools } from '../exports/workspace-tools.ts';
import { canDecide } from '../findings/breaking.ts';
import { withInherited } from '../source/project/declared-exports.ts';
import { rootFolderOf } from '../source/project/outside.ts';
import type { Project } from '../source/project/project.ts';
import { KeptByUri } from './kept.ts';
import type { Sources } from './queries.ts';
import { Outdated } from './table.ts';

/** Rule sets of which the last answers are kept. */
const maxKept = 20;

/** The last answers about each rule set, by question, with a text that is the same as long as the answer holds. */
export class TravelMemory extends KeptByUri {
  readonly #kept = new Map<string, Map<string, { key: string; answer: unknown }>>();

  /** The last answer to a question if its key is the same; otherwise a new one. */
  async answer<T>(uri: string, question: string, key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(uri) ?? new Map<string, { key: string; answer: unknown }>();
    const last = known.get(question);
    if (last?.key === key) return last.answer as T;
    const answer = await make();
    known.set(question, { key, answer });
    this.#kept.delete(uri);
    this.#kept.set(uri, known);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return answer;
  }

  forget(uri: string): void {
    this.#kept.delete(uri);
  }
}

/** @param programs those of gates; without them, only the rules in a gate are compared */
export async function travels(
  queries: Sources,
  memory: TravelMemory,
  project: Project,
  programs?: () => GatePrograms,
): Promise<Travels | null> {
  try {
    return await travelsOf(queries, memory, project, programs);
  } catch (error) {
    if (error instanceof Outdated) throw error;
    return queries.failed(project.uri, error);
  }
}

async function travelsOf(
  queries: Sources,
  memory: TravelMemory,
  project: Project,
  programs?: () => GatePrograms,
): Promise<Travels | null> {
  const { ruleSet, uri } = project;
  const readsTools = Object.keys(ruleSet.signals ?? {}).some(name => name.startsWith('tool.'));
  const declared = withInherited(project.exports, (await queries.configuration(uri)).exports);
  if (!canDecide(project) || (declared.length === 0 && !readsTools)) return null;
  const { workspace } = queries;
  const exports = declared.flatMap((each): Travel[] => {
    const target = exportTargets.find(({ id }) => id === each.to);
    return target === undefined ? [] : [{ ...each, target }];
  });
  const folders = [await rootFolderOf(workspace, uri), new URL('.', uri).href];
  const tools = await workspaceTools(workspace, folders, serversNamedIn(ruleSet));
  if (exports.length === 0 && tools.servers.size === 0) return null;
  const meaning = digest(ruleSet);
  const matrix = await memory.answer(uri, 'matrix', `${meaning} ${exports.map(({ to }) => to).join(' ')}`, () =>
    matrixOf(queries, project, exports),
  );
  const drift: Drift[] = [];
  for (const each of exports.filter(({ outside }) => !outside)) {
    const found = await driftOf(queries, { project, digest: meaning, exports: declared }, each, {
      remember: (key, make) => memory.answer(uri, `drift ${each.to} ${each.folder}`, key, make),
      ...(programs === undefined ? {} : { programs }),
    });
    if (found !== null) drift.push(found);
  }
  const listed = listedTools(tools);
  const names = await memory.answer(uri, 'unruled', `${meaning} ${listed.join(' ')}`, () =>
    unruledTools(queries, { uri, ruleSet }, listed),
  );
  return { project, exports, matrix, drift, tools, unruled: { names, of: listed.length } };
}

/** The servers of the tools that a rule set names. */
function serversNamedIn(ruleSet: RuleSet): string[] {
  const names = JSON.stringify(ruleSet.rules).matchAll(/\bmcp__([\w-]+?)__/g);
  return [...new Set([...names].map(([, server = '']) => server))];
}

async function matrixOf(
  queries: Sources,
  { uri, ruleSet, checker }: Project,
  exports: readonly Travel[],
): Promise<Matrix | null> {
  const targets = [...new Set(exports.map(({ target }) => target))].filter(({ enforces }) => enforces);
  if (targets.length === 0) return null;
  return queries.work(targetMatrix(ruleSet, targets, { now: queries.now(), checker }), { query: 'travels', uri });
}

/** The tools that the default decides whatever their arguments. */
async function unruledTools(
  queries: Sources,
  { uri, ruleSet }: { uri: string; ruleSet: RuleSet },
  listed: readonly string[],
): Promise<string[]> {
  if (listed.length === 0 || ruleSet.signals?.['tool.name']?.type !== 'string') return [];
  const conditions = listed.map(name => `tool.name == ${JSON.stringify(name)}`);
  const untouched = await queries.work(untouchedByRules(ruleSet, conditions, queries.now()), { query: 'travels', uri });
  return listed.filter((_, index) => untouched[index]);
}
