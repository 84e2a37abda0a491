import { analysis, type Fact, type Memory, type SemanticDiff } from '../../engine/index.ts';
import { analysedPart, beyondAnalysis } from '../findings/analysis.ts';
import { comparing } from '../releases/compare.ts';
import type { CaseRun } from '../samples/case-run.ts';
import { runningSamples } from '../samples/run.ts';
import type { Project } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';
import type { Steps } from '../../engine/model/steps.ts';

/** Does work that is made of steps, in slices. `proceed` is called between two of them; if it throws, the work ends there. */
export type Schedule = <T>(steps: Steps<T>, proceed?: () => Promise<void>) => Promise<T>;

/** Thrown where a text changed while it was analysed: what would have been found is about a text that is gone. */
export class Outdated extends Error {}

/** Rule sets whose last analysis is remembered. */
const maxRemembered = 20;

/** Analyses rule sets and runs samples in slices; an analysis has the help of what is known from the last time. */
export class Analyses {
  readonly #memories = new Map<string, Memory>();

  /**
   * @param clock milliseconds since the Unix epoch
   * @param failed told of an internal error of an analysis, after which a file has the findings of its text alone
   */
  constructor(
    private readonly clock: () => number,
    private readonly inSlices: Schedule,
    private readonly failed: (uri: string, error: unknown) => void = () => {},
  ) {}

  /** Does work that no change makes useless. */
  readonly schedule = <T>(steps: Steps<T>): Promise<T> => this.inSlices(steps);

  /**
   * What the analysis of a project finds; null if there is nothing to analyse, or if it fails.
   * @throws Outdated as soon as `isOutdated` says so, between two slices
   */
  async factsOf(project: Project, isOutdated: () => Promise<boolean>): Promise<readonly Fact[] | null> {
    const beyond = beyondAnalysis(project);
    if (beyond !== null) return beyond;
    const subject = analysedPart(project);
    if (subject === null) return null;
    const previous = this.#memories.get(project.uri);
    let learned: Memory | null = null;
    try {
      const steps = analysis(subject, {
        now: this.clock(),
        ...(previous === undefined ? {} : { previous }),
        learning: memory => (learned = memory),
      });
      const { memory, facts } = await this.#whileCurrent(steps, project, isOutdated);
      this.#remember(project.uri, memory);
      return facts;
    } catch (error) {
      // Whoever types without a pause must not make the server begin from nothing each time.
      if (error instanceof Outdated) {
        this.#remember(project.uri, richer(learned, previous));
        throw error;
      }
      this.forget(project.uri);
      this.failed(project.uri, error);
      return null;
    }
  }

  /**
   * What a rule set does differently from its last release; null where that cannot be told, or if the comparison fails.
   * @throws Outdated as soon as `isOutdated` says so, between two slices
   */
  async comparison(before: Project, after: Project, isOutdated: () => Promise<boolean>): Promise<SemanticDiff | null> {
    try {
      return await this.#whileCurrent(comparing(before, after, this.clock()), after, isOutdated);
    } catch (error) {
      if (error instanceof Outdated) throw error;
      this.failed(after.uri, error);
      return null;
    }
  }

  /**
   * The samples of a file as they come out now.
   * @throws Outdated as soon as `isOutdated` says so, between two slices
   */
  casesOf(samples: SamplesFile, isOutdated: () => Promise<boolean>): Promise<CaseRun[]> {
    return this.#whileCurrent(runningSamples(samples, this.clock()), samples, isOutdated);
  }

  /** Minutes since the Unix epoch: samples without a time of their own are run once in each. */
  minute(): number {
    return Math.floor(this.clock() / 60_000);
  }

  #whileCurrent<T>(steps: Steps<T>, { uri }: { uri: string }, isOutdated: () => Promise<boolean>): Promise<T> {
    return this.inSlices(steps, async () => {
      if (await isOutdated()) throw new Outdated(`${uri} changed.`);
    });
  }

  /** What is remembered of the last analysis of a rule set. */
  memoryOf(uri: string): Memory | null {
    return this.#memories.get(uri) ?? null;
  }

  forget(uri: string): void {
    this.#memories.delete(uri);
  }

  #remember(uri: string, memory: Memory | null): void {
    if (memory === null) return;
    this.#memories.delete(uri);
    this.#memories.set(uri, memory);
    for (const oldest of this.#memories.keys()) {
      if (this.#memories.size <= maxRemembered) break;
      this.#memories.delete(oldest);
    }
  }
}

function richer(learned: Memory | null, previous: Memory | undefined): Memory | null {
  if (previous === undefined || learned === null) return learned ?? previous ?? null;
  return learned.points.size * 2 >= previous.points.size ? learned : previous;
}
