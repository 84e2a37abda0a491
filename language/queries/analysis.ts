import { analysis as analysing, type Analysis, type Fact, type Memory } from '../../engine/index.ts';
import { analysedPart, beyondAnalysis } from '../findings/analysis.ts';
import type { Project } from '../source/project/project.ts';
import { KeptByUri } from './kept.ts';
import type { Sources } from './queries.ts';
import { Outdated } from './table.ts';

/** Rule sets whose last analysis is remembered. */
const maxRemembered = 20;

interface Remembered {
  memory: Memory;
  /** Null if it was broken off. */
  complete: { project: Project; analysis: Analysis } | null;
}

/** The last analysis of each rule set: it makes the next one of nearly the same rules faster. */
export class AnalysisMemory extends KeptByUri {
  readonly #remembered = new Map<string, Remembered>();

  /** What the last analysis of a rule set found out. */
  of(uri: string): Memory | null {
    return this.#remembered.get(uri)?.memory ?? null;
  }

  /** The analysis of a project, if it was the last one of its rule set. */
  analysisOf(project: Project): Analysis | null {
    const complete = this.#remembered.get(project.uri)?.complete ?? null;
    return complete?.project === project ? complete.analysis : null;
  }

  remember(uri: string, memory: Memory, complete: Remembered['complete'] = null): void {
    this.#remembered.delete(uri);
    this.#remembered.set(uri, { memory, complete });
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= maxRemembered) break;
      this.#remembered.delete(oldest);
    }
  }

  forget(uri: string): void {
    this.#remembered.delete(uri);
  }
}

/** @param limit work that one question may take */
export async function analysis(
  queries: Sources,
  remembered: AnalysisMemory,
  project: Project,
  limit: number | undefined,
): Promise<Analysis | null> {
  const subject = analysedPart(project);
  const known = remembered.analysisOf(project);
  if (subject === null || known !== null) return known;
  const { uri } = project;
  const previous = remembered.of(uri);
  let learned: Memory | null = null;
  try {
    const steps = analysing(subject, {
      now: queries.now(),
      ...(limit === undefined ? {} : { limit }),
      ...(previous === null ? {} : { previous }),
      learning: memory => (learned = memory),
    });
    const found = await queries.work(steps, { query: 'analysis', uri });
    remembered.remember(uri, found.memory, { project, analysis: found });
    return found;
  } catch (error) {
    // Whoever types without a pause must not make the analysis begin from nothing each time.
    const richest = richer(learned, previous);
    if (!(error instanceof Outdated)) remembered.forget(uri);
    else if (richest !== null) remembered.remember(uri, richest);
    if (error instanceof Outdated) throw error;
    return queries.failed(uri, error);
  }
}

function richer(learned: Memory | null, previous: Memory | null): Memory | null {
  if (previous === null || learned === null) return learned ?? previous;
  return learned.points.size * 2 >= previous.points.size ? learned : previous;
}

export async function facts(queries: Sources, project: Project): Promise<readonly Fact[] | null> {
  return beyondAnalysis(project) ?? (await queries.analysis(project))?.facts ?? null;
}
