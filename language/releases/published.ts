import { digest, type LogEntry, type SemanticDiff, type Verification } from '../../engine/index.ts';
import type { PayloadContract, RuleSet } from '../../engine/model/rule-set.ts';
import type { Project } from '../source/project/project.ts';
import type { ReleasePlaces } from './places.ts';

/** A release by its entry in the log, and what lies in its snapshot. */
export interface Release {
  entry: LogEntry;
  uri: string;
  /** Null where there is no file, or none that can be read. */
  project: Project | null;
  /** Of what lies there; null where it cannot be read whole. */
  digest: string | null;
  /** Whether what lies there is what was released. */
  sound: boolean;
}

/** What a rule set's working copy is compared with: its log and its releases. */
export interface Published {
  working: Project;
  /** Of the working copy; null where it cannot be read whole. */
  digest: string | null;
  places: ReleasePlaces;
  log: Verification;
  /** Null where nothing was released yet. */
  latest: Release | null;
  /** The release that `rollback.to` names; null where it names none, or there is none. */
  rollbackTo: Release | null;
  /** The last releases in which payload contracts of the working copy stand, by the contract's name. */
  contracts: ReadonlyMap<string, Release>;
  /** Versions whose snapshots are gone. */
  gone: string[];
  /** Names of what lies among the releases and does not belong there; snapshots are not among them, since each is checked itself. */
  strangers: string[];
  /** Files of the log and the snapshots that are symbolic links, or are reached through one. */
  linked: string[];
  /** From the last release to the working copy. Null where either cannot be read whole, or both have the same content. */
  diff: SemanticDiff | null;
}

/** The releases of a log, each version once, oldest first. */
export function releasesIn(log: readonly LogEntry[]): LogEntry[] {
  const releases = new Map<string, LogEntry>();
  for (const entry of log)
    if (entry.kind === 'release' && !releases.has(entry.version)) releases.set(entry.version, entry);
  return [...releases.values()];
}

/** The part of a payload contract that others rely on: not its description. */
export function contractDigest({ schema, fields }: PayloadContract): string {
  return digest({ schema, fields });
}

export function contractDigests({ payloads = {} }: RuleSet): Record<string, string> {
  return Object.fromEntries(Object.entries(payloads).map(([name, contract]) => [name, contractDigest(contract)]));
}
