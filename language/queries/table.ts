import { KeptByUri, type Kept } from './kept.ts';
import { realUri, type LiveWorkspace, type Workspace } from '../workspace.ts';

/** Thrown when something changed from which an answer was being worked out: it would be about a text that is gone. */
export class Outdated extends Error {}

/** What an answer is worked out from. Everything that is read or asked through it is noted: the answer holds as long as none of that changes. */
export interface Scope {
  workspace: Workspace;
  /** Asks for another answer, or for anything else that may change and keeps its identity as long as it does not. */
  ask: <T>(question: () => Promise<T>) => Promise<T>;
  /** @throws Outdated if something changed that was read or asked */
  proceed: () => Promise<void>;
}

interface Noted {
  stamps: Map<string, number>;
  list: string | null;
  asked: { question: () => Promise<unknown>; answer: unknown }[];
}

interface Entry<T> {
  answer: Promise<T>;
  noted: Noted;
  /** The last revision at which nothing that was noted had changed. */
  checkedAt: number;
}

/** The answers to one query by URI, each kept until something that went into it changes. */
export class Table<T> extends KeptByUri {
  readonly #entries = new Map<string, Entry<T>>();

  constructor(
    kept: Kept,
    private readonly workspace: LiveWorkspace,
  ) {
    super(kept);
  }

  /**
   * The answer as it is when it is there: what becomes outdated meanwhile is worked out again.
   * @param work gets the last answer too, which may help
   */
  async get(uri: string, work: (scope: Scope, last: T | undefined) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await this.#get(uri, work);
      } catch (error) {
        if (!(error instanceof Outdated)) throw error;
      }
    }
  }

  /** Lets go of an answer. */
  forget(uri: string): void {
    this.#entries.delete(uri);
  }

  async #get(uri: string, work: (scope: Scope, last: T | undefined) => Promise<T>): Promise<T> {
    const known = this.#entries.get(uri);
    if (known !== undefined && (await this.#holds(known))) return known.answer;
    // Whoever asked at the same time may have begun to work it out.
    const begun = this.#entries.get(uri);
    if (begun !== undefined && begun !== known) return begun.answer;
    const noted: Noted = { stamps: new Map(), list: null, asked: [] };
    // An earlier answer that failed is gone from the entries.
    const last = known?.answer.catch(() => undefined) ?? Promise.resolve(undefined);
    const answer = last.then(each => work(this.#scope(noted, uri), each));
    const entry: Entry<T> = { answer, noted, checkedAt: this.workspace.revision };
    this.#entries.set(uri, entry);
    try {
      return await answer;
    } catch (error) {
      if (this.#entries.get(uri) === entry) this.#entries.delete(uri);
      throw error;
    }
  }

  async #holds(entry: Entry<T>): Promise<boolean> {
    const { revision } = this.workspace;
    if (entry.checkedAt === revision) return true;
    await entry.answer;
    const unchanged = await this.#unchanged(entry.noted);
    if (unchanged) entry.checkedAt = revision;
    return unchanged;
  }

  async #unchanged({ stamps, list, asked }: Noted): Promise<boolean> {
    for (const [uri, stamp] of stamps) if ((await this.workspace.known(uri)).stamp !== stamp) return false;
    for (const { question, answer } of asked) if ((await question()) !== answer) return false;
    return list === null || (await this.workspace.list()).join('\n') === list;
  }

  #scope(noted: Noted, uri: string): Scope {
    return {
      workspace: this.#recording(noted),
      ask: async question => {
        const answer = await question();
        noted.asked.push({ question, answer });
        return answer;
      },
      proceed: async () => {
        if (!(await this.#unchanged(noted))) throw new Outdated(`${uri} changed.`);
      },
    };
  }

  #recording(noted: Noted): Workspace {
    const { workspace } = this;
    return {
      read: async uri => {
        const { contents, stamp } = await workspace.known(uri);
        // A file that changed while it was read twice makes an answer of two halves, which holds for nothing.
        const before = noted.stamps.get(uri);
        noted.stamps.set(uri, before === undefined || before === stamp ? stamp : Number.NaN);
        return contents === undefined ? undefined : { uri, ...contents };
      },
      realUri: uri => realUri(workspace, uri),
      namesIn: folder => workspace.namesIn?.(folder) ?? Promise.resolve([]),
      list: async () => {
        const list = await workspace.list();
        noted.list = list.join('\n');
        return list;
      },
    };
  }
}
