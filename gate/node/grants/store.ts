import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import {
  actionDigest,
  type CompiledRuleSet,
  type DecisionMade,
  grantOf,
  grantsOfCase,
  grantsSpentBy,
  type GrantIssued,
  type GrantState,
  grantStatus,
  isGrantable,
  isRedacted,
  type Redactor,
  usesLeft,
} from '../../../engine/index.ts';
import type { Grant } from '../../../engine/model/grant.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../engine/model/json.ts';
import { formatTimestamp, parseTimestamp } from '../../../engine/model/time/timestamp.ts';
import { durableFiles } from '../files/durable-files.ts';
import { withLock } from '../files/lock.ts';
import { isRunning, thisProcess } from '../files/process-identity.ts';
import { appendEvents, LogFailure, privateFolder } from '../log/append.ts';
import { emptyTable, type GrantTable, savedTable, saveTable, updated } from './grant-table.ts';

const partBytes = 64 * 1024 * 1024;

export interface GrantsOptions {
  /** How long to wait for other processes that spend grants, in milliseconds. Default 2000. */
  waitMs?: number;
  /** What the log shows of inputs and records; by default, everything. */
  redactor?: Redactor;
}

/** A case about which rules decide. */
export interface GrantableCase {
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
}

/** The grants in a decision log, which is their only store: what is beside it only saves reading it again. */
export interface Grants {
  /**
   * The grants for the very action of a case, as `decide` takes them: those that it can spend, and the newest of those that it no longer can, so that the
   * record says why. None after the log was busy.
   */
  forCase: (compiled: CompiledRuleSet, given: GrantableCase) => Promise<Grant[]>;
  /**
   * Logs a decision, redacted, and spends a use of each grant in its record with the same line. `taken`: a grant has no uses left, was revoked, or is not in the log;
   * `busy`: others spent grants all the time. Then nothing is logged, and the case must be decided again.
   */
  keep: (event: DecisionMade) => Promise<'kept' | 'taken' | 'busy'>;
  /** Logs a grant. Its values are those of a logged decision, which may be redacted already, or those of an input. */
  issue: (event: GrantIssued) => Promise<void>;
  /** `unknown`: there is no grant of this id; `revoked`: it was revoked before. */
  revoke: (id: string, by: string, at: number) => Promise<'done' | 'unknown' | 'revoked' | 'busy'>;
  /** All grants in the log, in its order. */
  all: () => Promise<GrantState[]>;
}

/**
 * Opens the grants of a decision log, which need not be there yet. Uses are spent under a lock that a process which has ended does not hold, and that
 * nobody waits for longer than `waitMs`.
 */
export function openGrants(log: string, { waitMs = 2000, redactor }: GrantsOptions = {}): Grants {
  const folder = privateFolder(log);
  const saved = path.join(folder, 'grants.json');
  let table: GrantTable | null = null;
  let isBusy = false;

  /** The grants as the log has them now. */
  async function read(now: number): Promise<Map<string, GrantState>> {
    return withLog(log, new Map<string, GrantState>(), async file => {
      table ??= await savedTable(saved, now);
      // In parts, so that a process which is ended before all is read leaves something to the next.
      let since: number;
      do {
        since = table.offset;
        table = await updated(file, table, partBytes);
        // A table that cannot be saved costs time only.
        await saveTable(saved, { table, since, now }).catch(() => undefined);
      } while (table.offset !== since);
      return table.states;
    });
  }

  async function locked<T>(action: () => Promise<T>): Promise<T | 'busy'> {
    const holder = { ...(await thisProcess()), since: formatTimestamp(Date.now()) };
    const outcome = await withLock(folder, { files: durableFiles, holder, isRunning, waitMs }, async () => ({
      result: await action(),
    }));
    if ('result' in outcome) return outcome.result;
    isBusy = true;
    return 'busy';
  }

  return {
    async forCase(compiled, { input, at }) {
      const ids = grantableIds(compiled);
      const possible =
        isBusy || ids.length === 0 ? [] : grantsOfCase(compiled, ids, input, at).filter(each => !seemsRedacted(each));
      if (possible.length === 0) return [];
      const bound = new Map(
        possible.map(each => [actionDigest(each.rule.id, redactor?.bound(each.bound) ?? each.bound), each.bound]),
      );
      const found = [...(await read(at)).values()].flatMap(state => {
        const values = bound.get(state.action);
        return values === undefined || state.revoked !== null ? [] : [{ state, grant: grantOf(state, values) }];
      });
      const usable = found.filter(({ state }) => grantStatus(state, at) === 'in-force');
      const past = found.filter(each => !usable.includes(each)).slice(-1);
      return [...usable.sort((a, b) => expires(a.grant) - expires(b.grant)), ...past].map(({ grant }) => grant);
    },
    async keep(given) {
      const event = shownDecision(given, redactor);
      const ids = grantsSpentBy(event);
      if (ids.length === 0) {
        await appendEvents(log, [event]);
        return 'kept';
      }
      return locked(async () => {
        const states = await read(parseTimestamp(event.at) ?? Date.now());
        const isLeft = (id: string): boolean => {
          const state = states.get(id);
          return state !== undefined && state.revoked === null && usesLeft(state) > 0;
        };
        if (!ids.every(isLeft)) return 'taken';
        const spent = ids.map(id => ({ type: 'grant' as const, id, at: event.at, spent: event.id }));
        await appendEvents(log, [event, ...spent], { durable: true });
        return 'kept';
      });
    },
    issue: event => appendEvents(log, [{ ...event, bind: shownValues(event.bind, redactor) }], { durable: true }),
    revoke: (id, by, at) =>
      locked(async () => {
        const state = (await everything()).get(id);
        if (state === undefined) return 'unknown';
        if (state.revoked !== null) return 'revoked';
        await appendEvents(log, [{ type: 'grant', id, at: formatTimestamp(at), revoked: true, by }], { durable: true });
        return 'done';
      }),
    all: async () => [...(await everything()).values()],
  };

  /** All grants, also those that the saved table no longer has. */
  async function everything(): Promise<Map<string, GrantState>> {
    return withLog(log, new Map<string, GrantState>(), async file => (await updated(file, emptyTable())).states);
  }
}

/** True if a value has the form of a redacted one, by which it could pass for what the log hides. */
function seemsRedacted({ bound }: Grant): boolean {
  return Object.values(bound).some(isRedacted);
}

/** In a log, only what was redacted looks so. */
function shownValues(bound: JsonObject, redactor: GrantsOptions['redactor']): JsonObject {
  const open = Object.fromEntries(Object.entries(bound).filter(([, value]) => !isRedacted(value)));
  return { ...bound, ...redactor?.bound(open) };
}

function shownDecision(event: DecisionMade, redactor: GrantsOptions['redactor']): DecisionMade {
  if (redactor === undefined) return event;
  const { input, record } = event;
  const shown = redactor.input(input);
  if (!isJsonObject(shown)) throw new Error('the redacted input is not an object');
  return { ...event, input: shown, ...(record === undefined ? {} : { record: redactor.record(record) }) };
}

/** The ids of the rules of which there may be grants. */
function grantableIds({ ruleSet }: CompiledRuleSet): string[] {
  return [...new Set((ruleSet.rules ?? []).filter(isGrantable).map(({ id }) => id))];
}

function expires({ expiresAt }: Grant): number {
  return parseTimestamp(expiresAt) ?? 0;
}

/** Reads from a log. @param absent the result if there is no log */
async function withLog<T>(log: string, absent: T, action: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    file = await open(log, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return absent;
    throw error;
  }
  try {
    if (!(await file.stat()).isFile()) throw new LogFailure(`${log} is not a regular file`);
    return await action(file);
  } finally {
    await file.close();
  }
}
