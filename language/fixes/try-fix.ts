import {
  analyse,
  type Analysis,
  type AnalysisSubject,
  compile,
  type Fact,
  type Memory,
  type SemanticDiff,
  semanticDiff,
  measure,
} from '../../engine/index.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import { analysedPart } from '../findings/analysis.ts';
import { checkRuleSet, checkSamples } from '../findings/check.ts';
import { severityRank, type Finding, type Fix } from '../findings/finding.ts';
import { parseSource, type SourceDocument } from '../source/document/document.ts';
import { documentsOf } from '../source/documents.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { sampleInputs, type SamplesFile } from '../source/project/samples.ts';
import { withTexts, type Workspace } from '../workspace.ts';
import { titleWithChanges, type ChangedSamples } from './change-words.ts';
import type { Proposal, TextEdit } from './proposal.ts';

/** The current state of a rule set, with which changes are compared. */
export interface Base {
  workspace: Workspace;
  project: Project;
  subject: AnalysisSubject;
  analysis: Analysis;
  /** Number of errors and warnings, by code and rule: a fix must not add any. */
  severe: ReadonlyMap<string, number>;
  /** Number of findings of any severity, by code and rule. */
  all: ReadonlyMap<string, number>;
  /** The time that examples treat as the present, in milliseconds since the Unix epoch. */
  now: number;
}

/** Work limit per question when a change is tried, low because the user waits. */
const workPerQuestion = 1_000_000;

/** @returns null if there is nothing to analyse */
export function baseOf(
  workspace: Workspace,
  project: Project,
  now: number,
  previous: Memory | null = null,
): Base | null {
  const subject = analysedPart(project);
  if (subject === null) return null;
  const analysis = analyse(subject, {
    now,
    limit: workPerQuestion,
    brief: true,
    ...(previous === null ? {} : { previous }),
  });
  const findings = checkRuleSet(project, undefined, analysis.facts);
  return {
    workspace,
    project,
    subject,
    analysis,
    now,
    all: counted(findings),
    severe: counted(findings.filter(isSevere)),
  };
}

/**
 * Tries a change in memory. It is a fix if it provably removes the finding and adds no error or warning (but see `isAccepted`).
 * @param samples the rule set's samples, which may name its rules
 * @returns the fix, whose title says which decisions change; null if the change is not a fix
 */
export async function tryFix(
  base: Base,
  samples: readonly SamplesFile[],
  finding: Finding,
  proposal: Proposal,
): Promise<Fix | null> {
  const { now, analysis, subject } = base;
  const project = await changedProject(base, proposal.edits);
  const changed = project === null ? null : analysedPart(project);
  if (project === null || changed === null) return null;
  const { facts } = analyse(changed, { now, limit: workPerQuestion, previous: analysis.memory, brief: true });
  if (leavesMoreOpen(analysis.facts, facts)) return null;
  const findings = checkRuleSet(project, undefined, facts);
  const isDone = proposal.isDone?.(facts) ?? isResolved(base, counted(findings), finding);
  const severe = findings.filter(each => isSevere(each) && !isAccepted(each, finding));
  if (!isDone || [...counted(severe)].some(([name, count]) => count > (base.severe.get(name) ?? 0))) return null;
  if (samples.some(each => isWorseFor(each, project))) return null;
  const diff = semanticDiff(subject, changed, { now, limit: workPerQuestion });
  if (!diff.complete) return null;
  const title = titleWithChanges(proposal.title, diff, samplesChanged(base, project, samples, diff));
  const loosens = diff.class === 'loosened' ? ({ loosens: true } as const) : {};
  return { title, edits: proposal.edits, preferred: diff.equivalent && diff.class !== 'loosened', ...loosens };
}

function samplesChanged(
  { project: before, now }: Base,
  after: Project,
  samples: readonly SamplesFile[],
  diff: SemanticDiff,
): ChangedSamples {
  const inputs = samples.flatMap(each => sampleInputs(each, now));
  if (inputs.length === 0 || diff.equivalent) return { total: inputs.length, changed: 0 };
  return measure(diff, compile(before.ruleSet, before.checker), compile(after.ruleSet, after.checker), inputs);
}

async function changedProject({ workspace, project }: Base, edits: readonly TextEdit[]): Promise<Project | null> {
  const documents = new Map<string, SourceDocument>();
  for (const [uri, document] of project.documents) {
    const own = edits.filter(edit => edit.uri === uri);
    if (own.length > 0) documents.set(uri, parseSource(uri, withEdits(document, own), document));
  }
  const changed = withTexts(workspace, new Map([...documents].map(([uri, { text }]) => [uri, text])));
  const parse = (uri: string, content: string): SourceDocument => {
    const known = documents.get(uri) ?? project.documents.get(uri);
    return known?.text === content ? known : parseSource(uri, content, known);
  };
  return loadProject(documentsOf(changed, parse), project.uri, project);
}

function withEdits(document: SourceDocument, edits: readonly TextEdit[]): string {
  const last = edits
    .map(({ range, newText }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  return last.reduce(
    (text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end),
    document.text,
  );
}

/** True if samples have more errors with the changed rule set, as when they name a deleted rule. */
function isWorseFor(samples: SamplesFile, project: Project): boolean {
  const errors = (each: SamplesFile) => checkSamples(each).filter(({ severity }) => severity === 'error').length;
  return errors({ ...samples, project }) > errors(samples);
}

/** The key by which findings are counted. Messages are not a part of it, since they may change with the text. */
function countKey({ code, rule }: Finding): string {
  return `${code} ${rule ?? ''}`;
}

function counted(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const name = countKey(finding);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function isSevere({ severity }: Finding): boolean {
  return severityRank(severity) >= severityRank('warning');
}

/** Codes of findings about text that has no effect. */
export const withoutEffect: ReadonlySet<string> = new Set(['redundant-rule', 'irrelevant-clause']);

/** True for a new finding that is acceptable: once an error is fixed, other text may turn out to have no effect. */
function isAccepted({ code, severity }: Finding, instead: Finding): boolean {
  return instead.severity === 'error' && severity !== 'error' && withoutEffect.has(code);
}

function isResolved({ all }: Base, after: ReadonlyMap<string, number>, finding: Finding): boolean {
  const name = countKey(finding);
  return (after.get(name) ?? 0) < (all.get(name) ?? 0);
}

/** True if something is undecided that was decided before, so that new findings cannot be ruled out. */
function leavesMoreOpen(before: readonly Fact[], after: readonly Fact[]): boolean {
  const known = openQuestions(before);
  return [...openQuestions(after)].some(question => !known.has(question));
}

function openQuestions(facts: readonly Fact[]): Set<string> {
  return new Set(
    facts.flatMap(fact =>
      fact.kind === 'analysis-incomplete'
        ? fact.undecided.map(({ rule, question }) => `${question} ${rule === null ? '' : ruleName(rule.ref)}`)
        : [],
    ),
  );
}
