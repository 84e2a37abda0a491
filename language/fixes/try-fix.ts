import {
  analyse,
  type Analysis,
  type AnalysisSubject,
  compile,
  type Fact,
  type Memory,
  type SemanticDiff,
  semanticDiff,
  weigh,
} from '../../engine/index.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import { analysedPart } from '../findings/analysis.ts';
import { checkRuleSet, checkSamples } from '../findings/check.ts';
import { severityRank, type Finding, type Fix } from '../findings/finding.ts';
import { parseSource, type SourceDocument } from '../source/document/document.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { sampleInputs, type SamplesFile } from '../source/project/samples.ts';
import { realUri, type Workspace } from '../workspace.ts';
import { titleWithChanges, type ChangedSamples } from './change-words.ts';
import type { Proposal, TextEdit } from './proposal.ts';

/** A rule set as it is, against which changes of it are tried. */
export interface Base {
  workspace: Workspace;
  project: Project;
  subject: AnalysisSubject;
  analysis: Analysis;
  /** By their names, how many findings there are that a fix must not add to. */
  severe: ReadonlyMap<string, number>;
  /** By code and place, the number of findings of any severity. */
  all: ReadonlyMap<string, number>;
  /** The time that examples call today, in milliseconds since the Unix epoch. */
  now: number;
}

/** Work that one question of a tried text may take: it has to be answered while somebody waits. */
const workPerQuestion = 1_000_000;

/** @returns null where there is nothing to analyse */
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
 * Tries a change in memory. It is a fix where the finding goes, no new error or warning comes (but see `isAccepted`), and all of that is proved.
 * @param samples those of the rule set, which may name rules of it
 * @returns the fix, whose title says which decisions change; null where it is none
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
  const isDone = proposal.isDone?.(facts) ?? isGone(base, counted(findings), finding);
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
  return weigh(diff, compile(before.ruleSet, before.checker), compile(after.ruleSet, after.checker), inputs);
}

async function changedProject({ workspace, project }: Base, edits: readonly TextEdit[]): Promise<Project | null> {
  const documents = new Map<string, SourceDocument>();
  for (const [uri, document] of project.documents) {
    const own = edits.filter(edit => edit.uri === uri);
    if (own.length > 0) documents.set(uri, parseSource(uri, withEdits(document, own), document));
  }
  const text = (uri: string) => documents.get(uri)?.text;
  const changed: Workspace = {
    list: () => workspace.list(),
    realUri: uri => realUri(workspace, uri),
    read: uri => {
      const overlaid = text(uri);
      return overlaid === undefined ? workspace.read(uri) : Promise.resolve({ uri, text: overlaid });
    },
  };
  const parse = (uri: string, content: string): SourceDocument => {
    const known = documents.get(uri) ?? project.documents.get(uri);
    return known?.text === content ? known : parseSource(uri, content, known);
  };
  return loadProject(changed, project.uri, { parse, previous: project });
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

/** Whether samples have more errors with the changed rule set: they may name a rule that is gone. */
function isWorseFor(samples: SamplesFile, project: Project): boolean {
  const errors = (each: SamplesFile) => checkSamples(each).filter(({ severity }) => severity === 'error').length;
  return errors({ ...samples, project }) > errors(samples);
}

/** Findings of one code in one rule are told apart by their number alone: their words may change with the text. */
function nameOfFinding({ code, rule }: Finding): string {
  return `${code} ${rule ?? ''}`;
}

function counted(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const name = nameOfFinding(finding);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function isSevere({ severity }: Finding): boolean {
  return severityRank(severity) >= severityRank('warning');
}

/** Findings of what is there in vain. */
export const inVain: ReadonlySet<string> = new Set(['redundant-rule', 'irrelevant-clause']);

/** Where an error goes it may turn out that something else is there in vain. */
function isAccepted({ code, severity }: Finding, instead: Finding): boolean {
  return instead.severity === 'error' && severity !== 'error' && inVain.has(code);
}

function isGone({ all }: Base, after: ReadonlyMap<string, number>, finding: Finding): boolean {
  const name = nameOfFinding(finding);
  return (after.get(name) ?? 0) < (all.get(name) ?? 0);
}

/** Whether something is undecided that was not: then it is not known that nothing new comes. */
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
