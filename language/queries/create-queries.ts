import type { Memory } from '../../engine/index.ts';
import type { GatePrograms } from '../../exports/enforce/gate-file.ts';
import { runAtOnce } from '../../engine/model/steps.ts';
import type { CheckedFile } from '../findings/check.ts';
import { loadConfiguration, noConfiguration, type Configuration } from '../findings/configuration.ts';
import type { RecountLimits } from '../releases/recount.ts';
import { readDocument } from '../source/documents.ts';
import type { Project } from '../source/project/project.ts';
import { loadSamples, type SamplesFile } from '../source/project/samples.ts';
import { isLive, unchanging, type LiveWorkspace, type Workspace } from '../workspace.ts';
import { analysis, AnalysisMemory, facts } from './analysis.ts';
import { cases } from './cases.ts';
import { comparison } from './comparison.ts';
import { findings } from './findings.ts';
import { Kept } from './kept.ts';
import { ParsedTexts } from './parsed-texts.ts';
import { project } from './project.ts';
import { published } from './published.ts';
import type { Queries, Schedule, Sources } from './queries.ts';
import { Table, type Scope } from './table.ts';
import { TravelMemory, travels } from './travels.ts';

export interface QueryOptions {
  /** The time that examples call today, and at which samples decide that give none. The default is a day that stays the same. */
  clock?: () => number;
  /** Severities from the editor or the command line for a file, the same object as long as nothing changes; a `handrail.config.yaml` comes before them. */
  settings?: (uri: string) => Configuration;
  /** The default does all work at once. */
  schedule?: Schedule;
  /** Queries that are answered with null: findings go without them. */
  without?: readonly ('facts' | 'cases' | 'travels')[];
  /** Work that one question of an analysis may take, in words of clauses looked at. */
  limit?: number;
  /** How much work is spent on recomputing the claims of releases. Default: they are not recomputed. */
  recount?: RecountLimits;
  /** The programs of gates, for comparing exported ones. Without them, only the rules in a gate are compared. */
  gatePrograms?: () => GatePrograms;
  /** Handles an internal error of an analysis or a comparison; the other findings of the file are still reported. Default: throws it. */
  failed?: (uri: string, error: unknown) => void;
}

/** Queries, for the one who made them: they live long, or not. */
export interface OwnQueries extends Queries {
  /** What the last analysis of a rule set found out, for another one of nearly the same rules. */
  memoryOf: (uri: string) => Memory | null;
  /** Lets go of everything that was made of a file. */
  forget: (uri: string) => void;
}

const someDay = Date.UTC(2026, 0, 15, 12);

/** Queries over a workspace. What they keep lives as long as they do. */
export function createQueries(files: Workspace | LiveWorkspace, options: QueryOptions = {}): OwnQueries {
  const { clock = () => someDay, settings = () => noConfiguration, schedule = runAtOnce } = options;
  const { without = [], limit } = options;
  const live = isLive(files) ? files : unchanging(files);
  const run: Queries['run'] = steps => schedule(steps);
  const kept = new Kept();
  const texts = new ParsedTexts(kept, run);
  const analyses = new AnalysisMemory(kept);
  const travelled = new TravelMemory(kept);
  const projects = new Table<Project | null>(kept, live);
  const samples = new Table<SamplesFile | null>(kept, live);
  const checks = new Table<CheckedFile>(kept, live);

  const failed: Sources['failed'] = (uri, error) => {
    if (options.failed === undefined) throw error;
    options.failed(uri, error);
    return null;
  };

  const within = ({ workspace, ask, proceed }: Scope): Sources => {
    const queries: Sources = {
      workspace,
      document: uri => readDocument(workspace, uri, texts.parse),
      run,
      project: (uri, previous = null) =>
        ask(() => projects.get(uri, (scope, last) => project(within(scope), uri, last ?? previous))),
      samples: uri => ask(() => samples.get(uri, scope => loadSamples(within(scope), uri))),
      configuration: async uri => loadConfiguration(queries, uri, await queries.settings(uri)),
      findings: uri => ask(() => checks.get(uri, scope => findings(within(scope), uri))),
      published: (working, name) => published(queries, working, name),
      analysis: each => analysis(queries, analyses, each, limit),
      facts: each => (without.includes('facts') ? Promise.resolve(null) : facts(queries, each)),
      cases: each => (without.includes('cases') ? Promise.resolve(null) : cases(queries, each)),
      travels: each =>
        without.includes('travels') ? Promise.resolve(null) : travels(queries, travelled, each, options.gatePrograms),
      comparison: (before, after) => comparison(queries, before, after),
      settings: uri => ask(() => Promise.resolve(settings(uri))),
      recount: options.recount ?? null,
      now: clock,
      minute: () => ask(() => Promise.resolve(Math.floor(clock() / 60_000))),
      work: async (steps, about) => schedule(steps, { ...about, proceed }),
      failed,
    };
    return queries;
  };

  return {
    ...within(fromOutside(live)),
    memoryOf: uri => analyses.of(uri),
    forget: uri => kept.forget(uri),
  };
}

/** Nothing is noted of what is asked from outside. */
function fromOutside(workspace: Workspace): Scope {
  return { workspace, ask: question => question(), proceed: () => Promise.resolve() };
}
