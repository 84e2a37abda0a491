import type { Steps } from '../../../engine/model/steps.ts';
import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';
import { parseTimestamp } from '../../../engine/model/time/timestamp.ts';
import type { MeasuredInput } from '../../../engine/index.ts';
import { type UncountedEvent, withCounts } from '../../../engine/model/count-events.ts';
import type { RuleSet } from '../../../engine/model/rule-set.ts';
import type { Sample } from '../../../engine/model/samples.ts';
import type { Range } from '../../location.ts';
import { sameFileUri, type Workspace } from '../../workspace.ts';
import type { SourceDocument, SourcePath } from '../document/document.ts';
import type { Documents } from '../documents.ts';
import { fileKind, fileName, resolveUri } from '../document/file-kind.ts';
import { breaksAt, brokenPaths } from './merge.ts';
import { listIn, referenceTo, ruleReference, type Reference } from './names.ts';
import { outsideOf } from './outside.ts';
import type { Project } from './project.ts';
import { readablePath, type FileLink, type FileProblem } from './project-files.ts';
import { schemaProblems, type SchemaProblem } from '../document/schema-problems.ts';

/** A file of samples with the rule set that they belong to. */
export interface SamplesFile {
  uri: string;
  document: SourceDocument;
  /** Null where `ruleset` is missing or leads nowhere. */
  project: Project | null;
  /** The file that `ruleset` leads to, symbolic links followed; null if it names none. Samples belong to it, by whatever path they name it. */
  ruleSetFile: string | null;
  /** Cases that meet the schema, with their places. Their inputs have the counters that follow from their events. */
  cases: CountedCase[];
  /** Names of rules, targets, payload contracts and signals that the expectations mention. */
  references: Reference[];
  links: FileLink[];
  /** Of the file itself and its rule set, those outside of the git repository in which the file is found. */
  filesOutside: ReadonlySet<string>;
  fileProblems: FileProblem[];
  schemaProblems: (SchemaProblem & { uri: string })[];
}

/** A case that meets the schema, with its place. */
interface ReadCase {
  sample: Sample;
  index: number;
  path: SourcePath;
  range: Range;
  nameRange: Range;
}

export interface CountedCase extends ReadCase {
  uncounted: UncountedEvent[];
}

/** The cases with the counters of a rule set that follow from their events in their inputs. */
export function countedCases(cases: readonly ReadCase[], signals: RuleSet['signals']): CountedCase[] {
  return cases.map(each => ({ ...each, ...withCounts(signals, each.sample) }));
}

/** The samples' inputs, each at its own time, or at `now` if it gives none. */
export function sampleInputs({ cases }: Pick<SamplesFile, 'cases'>, now: number): (MeasuredInput & { name: string })[] {
  return cases.map(({ sample: { name, input, at } }) => ({
    name,
    input,
    at: (at === undefined ? undefined : parseTimestamp(at)) ?? now,
  }));
}

/** What a sample file says by itself. */
export interface OwnSamples extends Pick<SamplesFile, 'document' | 'references' | 'schemaProblems'> {
  cases: ReadCase[];
  /** To its rule set; null where `ruleset` is missing. */
  link: FileLink | null;
}

export function* readSamples(document: SourceDocument): Steps<OwnSamples> {
  const { uri } = document;
  const problems = yield* schemaProblems(document);
  const breaks = breaksAt(brokenPaths(problems));
  const cases = listIn(document.value, 'cases').flatMap((value, index) => {
    const path = ['cases', index];
    if (!isJsonObject(value) || breaks('cases', index)) return [];
    const sample = value as unknown as Sample;
    return [{ sample, index, path, range: document.rangeOf(path), nameRange: document.rangeOf([...path, 'name']) }];
  });
  return {
    document,
    link: ruleSetLink(document),
    cases,
    references: sampleReferences(document),
    schemaProblems: problems.map(problem => ({ ...problem, uri })),
  };
}

/** The link from a sample file to its rule set; null where it has none. */
export function ruleSetLink(document: SourceDocument): FileLink | null {
  const { uri } = document;
  const reference = ownValue(document.value, 'ruleset');
  if (typeof reference !== 'string') return null;
  const target = resolveUri(uri, reference);
  return { kind: 'ruleset', uri, path: ['ruleset'], range: document.rangeOf(['ruleset']), target };
}

/**
 * Loads the sample file at `uri` and its rule set.
 * @returns null where the file does not exist or cannot be read.
 */
export async function loadSamples(
  documents: Documents & { project: (uri: string) => Promise<Project | null> },
  uri: string,
): Promise<SamplesFile | null> {
  const document = await documents.document(uri);
  if (document === undefined || 'unreadable' in document) return null;
  const { link, cases: read, ...own } = await documents.run(readSamples(document));
  const target = link?.target ?? null;
  const project = target === null || fileKind(target) !== 'rule-set' ? null : await documents.project(target);
  const ruleSetFile = target === null ? null : await sameFileUri(documents.workspace, target);
  const fileProblems: FileProblem[] = [];
  const reference = ownValue(document.value, 'ruleset');
  if (link !== null && typeof reference === 'string' && project === null) {
    const message = await missingRuleSet(documents.workspace, reference, target, uri);
    fileProblems.push({ link, message, nothing: true, suggestion: null, related: [] });
  }
  const isOutside = outsideOf(documents.workspace, uri);
  const filesOutside = new Set<string>();
  for (const each of project === null ? [uri] : [uri, project.uri]) if (await isOutside(each)) filesOutside.add(each);
  const cases =
    project === null ? read.map(each => ({ ...each, uncounted: [] })) : countedCases(read, project.ruleSet.signals);
  return { uri, ...own, cases, project, ruleSetFile, filesOutside, links: link === null ? [] : [link], fileProblems };
}

async function missingRuleSet(
  workspace: Workspace,
  reference: string,
  target: string | null,
  from: string,
): Promise<string> {
  if (target === null)
    return `"${reference}" is not a path. Write one relative to this file, as in ./refunds.escalation.yaml.`;
  if (fileKind(target) !== 'rule-set') {
    return `${fileName(target)} is not a rule file: its name must end in .escalation.yaml, .escalation.yml or .escalation.json.`;
  }
  const file = await workspace.read(target);
  const path = readablePath(target, from);
  return file !== undefined && 'unreadable' in file
    ? `The rule file ${path} cannot be read: ${file.unreadable}`
    : `There is no rule file ${path}.`;
}

/** What the expectations of a sample file name in its rule set. */
export function sampleReferences(document: SourceDocument): Reference[] {
  const found: Reference[] = [];
  const text = (value: Json | undefined, add: (name: string) => Reference): void => {
    if (typeof value === 'string') found.push(add(value));
  };
  listIn(document.value, 'cases').forEach((each, index) => {
    const expect = ownValue(each, 'expect');
    const path = ['cases', index, 'expect'];
    const rule = ownValue(expect, 'rule');
    if (rule !== 'default') text(rule, name => ruleReference(document, [...path, 'rule'], name));
    text(ownValue(expect, 'to'), name => referenceTo(document, 'target', [...path, 'to'], name));
    text(ownValue(expect, 'payload'), name => referenceTo(document, 'payload', [...path, 'payload'], name));
    listIn(each, 'grants').forEach((grant, at) => {
      const place = ['cases', index, 'grants', at];
      text(grant, name => ruleReference(document, place, name));
      text(ownValue(grant, 'rule'), name => ruleReference(document, [...place, 'rule'], name));
    });
    listIn(expect, 'missing').forEach((value, at) =>
      text(value, name => referenceTo(document, 'signal', [...path, 'missing', at], name)),
    );
    listIn(each, 'handoff').forEach((step, at) => {
      const place = ['cases', index, 'handoff', at];
      const target = (value: Json | undefined, ...rest: SourcePath) =>
        text(value, name => referenceTo(document, 'target', [...place, ...rest], name));
      target(ownValue(step, 'target'), 'target');
      const seen = ownValue(step, 'expect');
      target(ownValue(seen, 'to'), 'expect', 'to');
      for (const key of ['joined', 'unavailable'])
        listIn(seen, key).forEach((value, at) => target(value, 'expect', key, at));
    });
  });
  return found;
}
