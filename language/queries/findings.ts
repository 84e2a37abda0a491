import { readLog } from '../../engine/index.ts';
import { tellableFacts } from '../findings/analysis.ts';
import { canDecide } from '../findings/breaking.ts';
import { checking, checkingSamples, configure, type CheckedFile } from '../findings/check.ts';
import { editedSnapshot, releasedFileEdited } from '../findings/codes/released-file-edited.ts';
import { unreadableFile } from '../findings/codes/yaml-syntax.ts';
import type { Configuration } from '../findings/configuration.ts';
import { findingFrom, type Finding } from '../findings/finding.ts';
import { mergeFindings } from '../findings/merge.ts';
import { releasePlaces, snapshotPlace } from '../releases/places.ts';
import { fileKind } from '../source/document/file-kind.ts';
import { readablePath } from '../source/project/project-files.ts';
import type { Project } from '../source/project/project.ts';
import type { Workspace } from '../workspace.ts';
import type { Queries } from './queries.ts';

/** Checks a file of any kind by its name. */
export async function findings(queries: Queries, uri: string): Promise<CheckedFile> {
  const { configuration, findings: own } = await queries.configuration(uri);
  switch (fileKind(uri)) {
    case 'rule-set':
      return ruleSetFindings(queries, uri, configuration);
    case 'samples':
      return samplesFindings(queries, uri, configuration);
    case 'config':
      return { kind: 'config', findings: own };
    case 'other':
      return { kind: 'other', findings: [] };
  }
}

async function ruleSetFindings(queries: Queries, uri: string, configuration: Configuration): Promise<CheckedFile> {
  const { workspace } = queries;
  const project = await queries.project(uri);
  if (project === null) return unreadable(workspace, uri);
  const snapshot = await checkSnapshot(workspace, project, configuration);
  if (snapshot !== null) return snapshot;
  const facts = await queries.facts(project);
  const published = await queries.published(project);
  const log = published === null ? await unreadableLog(workspace, project) : [];
  const travels = await queries.travels(project);
  const found = await queries.run(checking(project, configuration, facts, { published, travels }));
  return {
    kind: 'rule-set',
    findings: mergeFindings([...log, ...found]),
    project,
    valid: canDecide(project),
    facts: tellableFacts(project, facts),
  };
}

async function samplesFindings(queries: Queries, uri: string, configuration: Configuration): Promise<CheckedFile> {
  const samples = await queries.samples(uri);
  if (samples === null) return unreadable(queries.workspace, uri);
  const cases = await queries.cases(samples);
  const found = await queries.run(checkingSamples(samples, configuration, cases));
  return { kind: 'samples', findings: found, samples, cases };
}

/** A log that is there and cannot be read says nothing of what was released; that is not the same as nothing. */
async function unreadableLog(workspace: Workspace, project: Project): Promise<Finding[]> {
  if (project.kind === 'library') return [];
  const places = releasePlaces(project.uri, project.ruleSet.name);
  const file = places === null ? undefined : await workspace.read(places.log);
  if (places === null || file === undefined || !('unreadable' in file)) return [];
  const message = `The audit log ${readablePath(places.log, project.uri)} cannot be read: ${file.unreadable} Restore it from version control.`;
  return [findingFrom(releasedFileEdited, { message, uri: project.uri, range: project.document.rangeOf(['version']) })];
}

/** A release is checked for one thing: that it is what was released. Null for a file that is none. */
async function checkSnapshot(
  workspace: Workspace,
  project: Project,
  configuration: Configuration,
): Promise<CheckedFile | null> {
  const place = snapshotPlace(project.uri);
  const log = place === null ? undefined : await workspace.read(place.log);
  if (place === null || (log !== undefined && 'unreadable' in log)) return null;
  const detected = editedSnapshot(project, place.version, log === undefined ? [] : readLog(log.text));
  const findings = detected === null ? [] : configure([findingFrom(releasedFileEdited, detected)], configuration);
  return { kind: 'rule-set', findings, project, valid: canDecide(project), facts: [] };
}

async function unreadable(workspace: Workspace, uri: string): Promise<CheckedFile> {
  const file = await workspace.read(uri);
  const why = file !== undefined && 'unreadable' in file ? file : { unreadable: 'there is no such file.' };
  return { kind: 'unreadable', findings: [unreadableFile(uri, why)] };
}
