import { ErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import { decide, drawingMap, grantsOfCase } from '../../engine/index.ts';
import type { DecideBothParams, HistoryRequests, ReviewRequests, ServerRequests } from '../../protocol/server.ts';
import { InvalidParams, textOf } from '../protocol/requests.ts';
import type { Session } from '../session.ts';
import { inSlicesUntil } from '../workspace/slices.ts';
import { addSamples } from './add-samples.ts';
import { changedRuleSetsOf } from './changed-rule-sets.ts';
import { compare } from './compare.ts';
import { histories } from './histories.ts';
import { compiledVersion, versionAt } from './versions.ts';

type Requests = ReviewRequests & HistoryRequests & Pick<ServerRequests, 'handrail/addSamples'>;

/** Answers the requests of the review and the history about versions of rule sets. */
export function answerReviewRequests(session: Session): void {
  const failed = new ResponseError<void>(
    ErrorCodes.InternalError,
    'The versions could not be compared. See the log of the language server.',
  );
  onRequest('handrail/compare', failed, (params, token) => {
    checkPair(params);
    if (params.log !== null && params.log !== undefined) textOf(params, 'log');
    if (params.progress !== undefined) textOf(params, 'progress');
    return compare(session, { ...params, log: params.log ?? null }, token);
  });
  onRequest('handrail/decideBoth', { before: null, after: null }, async params => {
    checkPair(params);
    const at = timeOf(session, params);
    const { before, after } = await bothAt(session, params);
    const input = params.input ?? null;
    const given = params.grants ?? [];
    const record = (version: typeof before) =>
      version === null
        ? null
        : decide(version, input, {
            at,
            trace: true,
            ...(given.length === 0 ? {} : { grants: grantsOfCase(version, given, input, at) }),
          });
    return { before: record(before), after: record(after) };
  });
  onRequest('handrail/decisionMap', null, async (params, token) => {
    checkPair(params);
    const [x, y] = [textOf(params, 'x'), textOf(params, 'y')];
    const at = timeOf(session, params);
    const { before, after } = await bothAt(session, params);
    if (before === null || after === null) return null;
    const steps = drawingMap(before, after, { input: params.input ?? null, at, x, y });
    return inSlicesUntil(session.environment, steps, token);
  });
  const notAdded = new ResponseError<void>(
    ErrorCodes.InternalError,
    'The samples could not be added. See the log of the language server.',
  );
  onRequest('handrail/addSamples', notAdded, params => {
    textOf(params, 'uri');
    if (!Array.isArray(params.samples)) throw new InvalidParams('"samples" must be a list.');
    for (const sample of params.samples) textOf(sample, 'name');
    return addSamples(session, params);
  });
  onRequest('handrail/changedRuleSets', [], (params, token) => changedRuleSetsOf(session, params, token));
  onRequest('handrail/histories', [], (_, token) => histories(session, token));

  function onRequest<M extends keyof Requests>(
    method: M,
    empty: Requests[M]['result'] | ResponseError<void>,
    handler: (params: Requests[M]['params'], token: CancellationToken) => Promise<Requests[M]['result']>,
  ): void {
    session.requests.onRequest<Requests[M]['params'], Requests[M]['result']>(method, empty, handler);
  }
}

async function bothAt(session: Session, { before, after }: DecideBothParams) {
  return {
    before: compiledVersion(await versionAt(session, before)),
    after: compiledVersion(await versionAt(session, after)),
  };
}

/** @throws InvalidParams */
function checkPair(params: { before: string; after: string }): void {
  textOf(params, 'before');
  textOf(params, 'after');
}

/** The time of decision, in milliseconds since the Unix epoch. @throws InvalidParams */
function timeOf({ environment }: Session, { at }: DecideBothParams): number {
  if (at === null || at === undefined) return environment.clock();
  const time = typeof at === 'string' ? parseTimestamp(at) : undefined;
  if (time === undefined) throw new InvalidParams(`"${at}" is not an RFC 3339 time.`);
  return time;
}
