import type { CancellationToken } from 'vscode-languageserver';
import { concerns, readLogLine, type SemanticDiff, type MeasuredInput, measuring } from '../../engine/index.ts';
import { samplesOf } from '../../language/features/projects.ts';
import { fileName } from '../../language/source/document/file-kind.ts';
import { sampleInputs } from '../../language/source/project/samples.ts';
import { versionScheme, type Measurement } from '../../protocol/server.ts';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Session } from '../session.ts';
import { inSlicesUntil } from '../workspace/slices.ts';
import { compiledVersion, type Version } from './versions.ts';

interface MeasuredChange {
  before: Version;
  after: Version;
  diff: SemanticDiff;
  /** URI of a log; null to measure on the samples only. */
  log: string | null;
}

/** How many known inputs a change affects: the rule set's samples, and the inputs of a log if one was chosen. */
export async function measurements(
  session: Session,
  { before, after, diff, log }: MeasuredChange,
  token: CancellationToken,
): Promise<Measurement[]> {
  const [compiledBefore, compiledAfter] = [compiledVersion(before), compiledVersion(after)];
  if (compiledBefore === null || compiledAfter === null) return [];
  const measure = async (
    inputs: readonly (MeasuredInput & { name: string })[],
    about: Pick<Measurement, 'kind' | 'name' | 'unreadable'>,
  ): Promise<Measurement> => {
    const { total, changed, regions, outside } = await inSlicesUntil(
      session.environment,
      measuring(diff, compiledBefore, compiledAfter, inputs),
      token,
    );
    return {
      ...about,
      total,
      changed,
      outside: outside.count,
      regions: regions.flatMap(({ id, count, first }) =>
        count === 0 ? [] : [{ region: id, count, names: first.flatMap(({ name }) => name ?? []) }],
      ),
    };
  };
  const samples = await samplesOfBoth(session, [before.uri, after.uri]);
  const found = [await measure(samples, { kind: 'samples', name: '', unreadable: 0 })];
  if (log !== null) {
    const { cases, unreadable } = casesIn(await textOfLog(session, log), [before, after], session.environment.clock());
    found.push(await measure(cases, { kind: 'log', name: fileName(log), unreadable }));
  }
  return found;
}

/** The inputs of a log that either version may have decided, and the number of unreadable lines. */
function casesIn(
  log: string,
  versions: readonly Version[],
  clock: number,
): { cases: (MeasuredInput & { name: string })[]; unreadable: number } {
  const names = versions.flatMap(({ project }) => project?.ruleSet.name ?? []);
  const cases: (MeasuredInput & { name: string })[] = [];
  let unreadable = 0;
  log.split('\n').forEach((text, index) => {
    const entry = readLogLine(text);
    if (entry === 'unreadable') unreadable++;
    else if (typeof entry === 'object' && names.some(name => concerns(entry, name)))
      cases.push({ input: entry.input, at: entry.at ?? clock, name: entry.name ?? `line ${index + 1}` });
  });
  return { cases, unreadable };
}

/** The workspace's samples for the rule files of two versions, without duplicates. */
async function samplesOfBoth(
  { queries, environment }: Session,
  uris: readonly string[],
): Promise<(MeasuredInput & { name: string })[]> {
  const onDisk = new Set(uris.map(uri => (uri.startsWith(`${versionScheme}:`) ? workingCopyOf(uri) : uri)));
  const files = new Map(
    (await Promise.all([...onDisk].map(uri => samplesOf(queries, uri)))).flat().map(file => [file.uri, file]),
  );
  return [...files.values()].flatMap(file => sampleInputs(file, environment.clock()));
}

/** The URI on disk of a file in a version. */
function workingCopyOf(uri: string): string {
  return uri.replace(/^[^:]*:\/\/[^/]*/, 'file://');
}

/** The text of a log, read from disk each time, since logs are not watched. @throws ResponseError if it cannot be read */
async function textOfLog({ environment }: Session, uri: string): Promise<string> {
  const file = await environment.files.read(uri);
  if (file !== undefined && 'text' in file) return file.text;
  const why = file === undefined ? 'there is no such file.' : file.unreadable;
  throw new ResponseError(ErrorCodes.InvalidRequest, `${fileName(uri)} cannot be read: ${why}`);
}
