import type { Memory } from '../../engine/index.ts';
import type { Projects } from '../features/projects.ts';
import { checkWorkspaceFile, type CheckedFile } from '../findings/check.ts';
import { detecting } from '../findings/breaking.ts';
import type { Configuration } from '../findings/configuration.ts';
import { parsing, type SourceDocument } from '../source/document/document.ts';
import { dependOnTime } from '../samples/run.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { loadSamples, type SamplesFile } from '../source/project/samples.ts';
import { realUri, type LiveWorkspace, type Workspace } from '../workspace.ts';
import { Outdated, type Analyses } from './analysis.ts';

/** What a result was made from; it holds as long as all of it is as it was. */
interface Sources {
  stamps: Map<string, number>;
  list: string | null;
  /** Other results that went into it, and how to ask for them again. */
  results: { value: unknown; again: () => Promise<unknown> }[];
}

interface Entry<T> {
  value: Promise<T>;
  sources: Sources;
  /** The last revision at which the sources were found unchanged. */
  checkedAt: number;
}

/** A text as it was read last, or is being read. */
interface Parsed {
  text: string;
  document: Promise<SourceDocument>;
}

const maxParsed = 1000;

/** Loads projects and sample files, and keeps each until a file that went into it changes. */
export class LoadedProjects implements Projects {
  readonly #parsed = new Map<string, Parsed>();
  readonly #projects = new Map<string, Entry<Project | null>>();
  readonly #samples = new Map<string, Entry<SamplesFile | null>>();
  readonly #checks = new Map<string, Entry<CheckedFile>>();

  constructor(
    readonly workspace: LiveWorkspace,
    /** Severities from the editor's settings for a file; the same object as long as nothing changes. */
    private readonly configurationOf: (uri: string) => Configuration,
    private readonly analyses: Analyses,
  ) {}

  project(uri: string): Promise<Project | null> {
    const { parse } = this;
    const { schedule } = this.analyses;
    return this.#get(this.#projects, uri, async (workspace, _sources, previous) => {
      const project = await loadProject(workspace, uri, { parse, previous: previous ?? null, schedule });
      // Whether it can decide is asked in many places, which do not wait.
      if (project !== null) await schedule(detecting(project));
      return project;
    });
  }

  samples(uri: string): Promise<SamplesFile | null> {
    return this.#get(this.#samples, uri, (workspace, sources) =>
      loadSamples(workspace, uri, {
        parse: this.parse,
        schedule: this.analyses.schedule,
        project: ruleSet => this.#use(sources, () => this.project(ruleSet)),
      }),
    );
  }

  /** The findings of a file of any kind, as it is when they are there. */
  async check(uri: string): Promise<CheckedFile> {
    for (;;) {
      try {
        return await this.#check(uri);
      } catch (error) {
        if (!(error instanceof Outdated)) throw error;
      }
    }
  }

  #check(uri: string): Promise<CheckedFile> {
    return this.#get(this.#checks, uri, async (workspace, sources) => {
      const configuration = await this.#use(sources, () => Promise.resolve(this.configurationOf(uri)));
      const isOutdated = async () => !(await this.#unchanged(sources));
      return checkWorkspaceFile(workspace, uri, {
        parse: this.parse,
        schedule: this.analyses.schedule,
        configuration,
        project: each => this.#use(sources, () => this.project(each)),
        samples: each => this.#use(sources, () => this.samples(each)),
        analyse: project => this.analyses.factsOf(project, isOutdated),
        run: async each => {
          if (dependOnTime(each)) await this.#use(sources, () => Promise.resolve(this.analyses.minute()));
          return this.analyses.casesOf(each, isOutdated);
        },
        compare: (before, after) => this.analyses.comparison(before, after, isOutdated),
      });
    });
  }

  /** Lets go of what was made of a file. What is asked of it again is made anew. */
  forget(uri: string): void {
    for (const known of [this.#parsed, this.#projects, this.#samples, this.#checks]) known.delete(uri);
    this.analyses.forget(uri);
  }

  /** What the last analysis of a rule set found out, for another one of nearly the same rules. */
  memoryOf(uri: string): Memory | null {
    return this.analyses.memoryOf(uri);
  }

  async #use<T>(sources: Sources, ask: () => Promise<T>): Promise<T> {
    const value = await ask();
    sources.results.push({ value, again: ask });
    return value;
  }

  /** Parses a text, unless it is the one parsed last under this URI; with that one at hand, what differs from it alone. */
  readonly parse = (uri: string, text: string): Promise<SourceDocument> => {
    const known = this.#parsed.get(uri);
    this.#parsed.delete(uri);
    const entry = known?.text === text ? known : { text, document: this.#read(uri, text, known) };
    this.#parsed.set(uri, entry);
    if (this.#parsed.size > maxParsed) {
      for (const oldest of this.#parsed.keys()) {
        this.#parsed.delete(oldest);
        break;
      }
    }
    return entry.document;
  };

  async #read(uri: string, text: string, before: Parsed | undefined): Promise<SourceDocument> {
    const previous = await before?.document.catch(() => undefined);
    return this.analyses.schedule(parsing(uri, text, previous));
  }

  async #get<T>(
    entries: Map<string, Entry<T>>,
    uri: string,
    load: (workspace: Workspace, sources: Sources, previous: T | undefined) => Promise<T>,
  ): Promise<T> {
    const known = entries.get(uri);
    if (known !== undefined && (await this.#holds(known))) return known.value;
    // Whoever asked at the same time may have begun to load it anew.
    const begun = entries.get(uri);
    if (begun !== undefined && begun !== known) return begun.value;
    const sources: Sources = { stamps: new Map(), list: null, results: [] };
    const entry: Entry<T> = {
      // An earlier result that failed is gone from the entries.
      value: (known?.value.catch(() => undefined) ?? Promise.resolve(undefined)).then(previous =>
        load(this.#recording(sources), sources, previous),
      ),
      sources,
      checkedAt: this.workspace.revision,
    };
    entries.set(uri, entry);
    try {
      return await entry.value;
    } catch (error) {
      if (entries.get(uri) === entry) entries.delete(uri);
      throw error;
    }
  }

  async #holds(entry: Entry<unknown>): Promise<boolean> {
    const { revision } = this.workspace;
    if (entry.checkedAt === revision) return true;
    await entry.value;
    const unchanged = await this.#unchanged(entry.sources);
    if (unchanged) entry.checkedAt = revision;
    return unchanged;
  }

  async #unchanged(sources: Sources): Promise<boolean> {
    for (const [uri, stamp] of sources.stamps) if ((await this.workspace.known(uri)).stamp !== stamp) return false;
    for (const { value, again } of sources.results) if ((await again()) !== value) return false;
    return sources.list === null || (await this.workspace.list()).join('\n') === sources.list;
  }

  /** The workspace, noting what is read of it. */
  #recording(sources: Sources): Workspace {
    return {
      read: async uri => {
        const { contents, stamp } = await this.workspace.known(uri);
        // A file that changed while it was read twice makes a result of two halves, which holds for nothing.
        const before = sources.stamps.get(uri);
        sources.stamps.set(uri, before === undefined || before === stamp ? stamp : Number.NaN);
        return contents === undefined ? undefined : { uri, ...contents };
      },
      realUri: uri => realUri(this.workspace, uri),
      list: async () => {
        const list = await this.workspace.list();
        sources.list = list.join('\n');
        return list;
      },
    };
  }
}
