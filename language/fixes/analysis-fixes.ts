import type { Fact, Memory } from '../../engine/index.ts';
import { samplesOf, type Projects } from '../features/projects.ts';
import type { CheckedFile } from '../findings/check.ts';
import type { Finding, Fix } from '../findings/finding.ts';
import { findingDefinition } from '../findings/index.ts';
import { withMerged } from '../findings/merge.ts';
import type { Project } from '../source/project/project.ts';
import type { Workspace } from '../workspace.ts';
import { proposalsFor } from './propose.ts';
import { baseOf, withoutEffect, tryFix, type Base } from './try-fix.ts';

/** Changes tried per request: each costs an analysis while the user waits. */
const maxTried = 6;

export interface FixOptions {
  /** The time that examples treat as the present, in milliseconds since the Unix epoch. */
  now: number;
  /** Results of the last analysis of the rule set. They only make this faster. */
  previous?: Memory | null;
  /** Called between two tries; false cancels. Lets a server handle messages meanwhile. */
  goOn?: () => Promise<boolean>;
}

/**
 * Fixes for findings of the analysis, including merged ones. They are computed on request: each is tried in memory first, and its
 * title says which decisions it changes.
 */
export async function analysisFixes(
  projects: Projects,
  checked: CheckedFile,
  findings: readonly Finding[],
  { now, previous = null, goOn = () => Promise.resolve(true) }: FixOptions,
): Promise<{ finding: Finding; fix: Fix }[]> {
  if (checked.kind !== 'rule-set') return [];
  const { project, facts } = checked;
  const candidates = findings.flatMap(shown =>
    withMerged(shown).flatMap(finding => {
      const fact = factOf(finding, facts, project);
      return fact === null ? [] : [{ shown, finding, fact }];
    }),
  );
  const base = candidates.length === 0 ? null : knownBase(projects.workspace, project, now, previous);
  if (base === null) return [];
  const samples = await samplesOf(projects, project.uri);
  const fixes: { finding: Finding; fix: Fix }[] = [];
  const preferred = new Set(findings.filter(each => withMerged(each).some(({ fixes: own }) => own.some(isPreferred))));
  let tried = 0;
  for (const { shown, finding, fact } of candidates) {
    // For text without effect, a fix that changes no decision is most likely meant.
    const mayPrefer = withoutEffect.has(finding.code);
    for (const proposal of proposalsFor(fact, project, base.analysis)) {
      if (tried === maxTried || (tried > 0 && !(await goOn()))) return fixes;
      tried++;
      const fix = await tryFix(base, samples, finding, proposal);
      if (fix === null) continue;
      const prefers = mayPrefer && fix.preferred && !preferred.has(shown);
      if (prefers) preferred.add(shown);
      fixes.push({ finding: shown, fix: { ...fix, preferred: prefers } });
    }
  }
  return fixes;
}

function isPreferred({ preferred }: Fix): boolean {
  return preferred;
}

const bases = new WeakMap<Project, Base>();

function knownBase(workspace: Workspace, project: Project, now: number, previous: Memory | null): Base | null {
  const base = bases.get(project) ?? baseOf(workspace, project, now, previous);
  if (base !== null) bases.set(project, base);
  return base;
}

/** The fact that a finding reports; null for other kinds of findings. */
function factOf({ code, message, range }: Finding, facts: readonly Fact[], project: Project): Fact | null {
  const definition = findingDefinition(code);
  if (definition?.fromFacts === undefined) return null;
  const isReported = (fact: Fact): boolean =>
    [...(definition.fromFacts?.([fact], project) ?? [])].some(
      each => each.message === message && JSON.stringify(each.range) === JSON.stringify(range),
    );
  return facts.find(fact => fact.kind === code && isReported(fact)) ?? null;
}
