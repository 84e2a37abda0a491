import type { CancellationToken } from 'vscode-languageserver';
import { snapshotPlace } from '../../language/releases/places.ts';
import { changedRuleSets, type RuleFile } from '../../language/review/changed-rule-sets.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import type { ChangedRuleSetsParams, FilePair } from '../../protocol/server.ts';
import { InvalidParams } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

/** The rule sets affected by changed files. @throws InvalidParams */
export async function changedRuleSetsOf(
  session: Session,
  { changes, unchanged }: ChangedRuleSetsParams,
  token: CancellationToken,
): Promise<FilePair[]> {
  if (!isListOfPairs(changes) || !isListOfPairs(unchanged))
    throw new InvalidParams('"changes" and "unchanged" must be lists of files before and after.');
  const canonical = ({ before, after }: FilePair): FilePair => ({
    before: before === null ? null : session.open.canonical(before),
    after: after === null ? null : session.open.canonical(after),
  });
  const found = await changedRuleSets({
    changes: changes.map(canonical),
    unchanged: unchanged.map(({ before, after }) => ({
      before: session.open.canonical(before),
      after: session.open.canonical(after),
    })),
    isRuleFile: uri => fileKind(uri) === 'rule-set',
    isSnapshot: uri => snapshotPlace(uri) !== null,
    look: (_, uri) => (token.isCancellationRequested ? Promise.resolve(null) : ruleFileAt(session, uri)),
  });
  const forClient = (uri: string | null) => (uri === null ? null : session.open.forClient(uri));
  return found.map(({ before, after }) => ({ before: forClient(before), after: forClient(after) }));
}

async function ruleFileAt({ queries }: Session, uri: string): Promise<RuleFile | null> {
  const project = await queries.project(uri);
  if (project === null) {
    const file = await queries.workspace.read(uri);
    return file === undefined ? null : { kind: null, name: null, files: [] };
  }
  const files = [...project.files.map(file => file.uri), ...project.links.flatMap(({ target }) => target ?? [])];
  return { kind: project.kind, name: project.ruleSet.name, files };
}

function isListOfPairs(value: unknown): value is FilePair[] {
  const isPlace = (uri: unknown) => uri === null || typeof uri === 'string';
  return (
    Array.isArray(value) &&
    value.every((pair: Partial<FilePair> | null) => isPlace(pair?.before) && isPlace(pair?.after))
  );
}
