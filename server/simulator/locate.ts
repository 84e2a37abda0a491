import type { Location } from '../../language/location.ts';
import { samplesOf } from '../../language/features/projects.ts';
import { ownValue } from '../../engine/model/json.ts';
import { listIn, type NameKind } from '../../language/source/project/names.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { SourcePath } from '../../language/source/document/document.ts';
import type { ConditionSpan } from '../../engine/model/decision-record.ts';
import type { LocateParams } from '../../protocol/server.ts';
import type { Session } from '../session.ts';

/** The place of a part of a rule set in the current text. Indexes in the request refer to the version that decided last. */
export async function locate(session: Session, params: LocateParams): Promise<Location | null> {
  const { queries, open } = session;
  const uri = open.canonical(params.uri);
  const now = await queries.project(uri);
  if (now === null) return null;
  const decided = session.goodVersions.of(uri)?.project ?? now;
  const found = await find(session, params, now, decided);
  return found === null ? null : { ...found, uri: open.forClient(found.uri) };
}

async function find(session: Session, params: LocateParams, now: Project, decided: Project): Promise<Location | null> {
  if ('rule' in params) {
    if (params.rule === 'default') return placeOf(now, ['default'], 'item');
    const path = currentPath(now, decided, ['rules', params.rule]);
    return path === null ? null : placeOf(now, path);
  }
  if ('span' in params) return spanPlace(now, decided, params.span);
  if ('assumption' in params) {
    const path = currentPath(now, decided, ['assumptions', params.assumption]);
    return path === null ? null : placeOf(now, path);
  }
  if ('sample' in params) {
    for (const { uri, cases } of await samplesOf(session.queries, now.uri)) {
      const found = cases.find(({ sample }) => sample.name === params.sample);
      if (found !== undefined) return { uri, range: found.range };
    }
    return null;
  }
  if ('signal' in params) return definitionPlace(now, 'signal', params.signal);
  if ('threshold' in params) return definitionPlace(now, 'threshold', params.threshold);
  if ('target' in params) return definitionPlace(now, 'target', params.target);
  return definitionPlace(now, 'payload', params.payload);
}

function definitionPlace(project: Project, kind: NameKind, name: string): Location | null {
  const definition = project.definitionsOf(kind, name)[0];
  return definition === undefined ? null : { uri: definition.uri, range: definition.fullRange };
}

function placeOf({ document, uri }: Project, path: SourcePath, part: 'value' | 'item' = 'value'): Location | null {
  return document.nodeAt(path) === undefined ? null : { uri, range: document.rangeOf(path, part) };
}

/** The place of a part of a condition; null if its expression has been edited since the decision. */
function spanPlace(now: Project, decided: Project, span: ConditionSpan): Location | null {
  const {
    path: [section, index, ...rest],
    start,
    end,
  } = span;
  if (section === undefined || index === undefined) return null;
  const path = currentPath(now, decided, [section, index]);
  const before = decided.originOf(span.path);
  if (path === null || before === null) return null;
  const current = [...path, ...rest];
  const node = now.document.nodeAt(current);
  const old = decided.documents.get(before.uri)?.nodeAt(before.path);
  if (node === undefined || old === undefined || node.kind !== old.kind) return null;
  // `all`, `any` and `not` have no text of their own, so the whole is marked.
  if (node.kind !== 'scalar' || old.kind !== 'scalar') return placeOf(now, current);
  if (node.text !== old.text) return null;
  const whole = start === 0 && end >= node.text.length;
  return {
    uri: now.uri,
    range: whole ? now.document.rangeOf(current) : now.document.rangeInScalar(current, start, end),
  };
}

/** The path in the current text of an element of the version that decided. Rules are found by id and version, since they may have moved. */
function currentPath(now: Project, decided: Project, path: SourcePath): SourcePath | null {
  const [section, index] = path;
  if (section !== 'rules' || typeof index !== 'number') {
    const origin = decided.originOf(path);
    return origin === null || origin.uri !== now.uri ? null : origin.path;
  }
  const rule = decided.ruleSet.rules[index];
  if (rule === undefined) return null;
  const same = listIn(now.document.value, 'rules').flatMap((each, at) => {
    const version = ownValue(each, 'version') ?? 1;
    return ownValue(each, 'id') === rule.id && version === (rule.version ?? 1) ? [at] : [];
  });
  const nearest = same.sort((a, b) => Math.abs(a - index) - Math.abs(b - index))[0];
  return nearest === undefined ? null : ['rules', nearest];
}
