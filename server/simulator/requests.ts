import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { isJsonObject } from '../../engine/model/json.ts';
import type { ServerRequests, SimulateParams } from '../../protocol/server.ts';
import { InvalidParams, positionOf, textOf } from '../protocol/requests.ts';
import type { Session } from '../session.ts';
import { addSample } from './add-sample.ts';
import { locate } from './locate.ts';
import { ruleAt } from './rule-at.ts';
import { simulate } from './simulate.ts';

/** Answers the requests of the simulator. */
export function answerSimulatorRequests(session: Session): void {
  onRequest(
    'handrail/simulate',
    { ruleSet: null, broken: null, record: null, declared: null, sample: null },
    async params => {
      checkSimulation(params);
      return simulate(session, params);
    },
  );
  onRequest('handrail/locate', null, params => {
    textOf(params, 'uri');
    return locate(session, params);
  });
  onRequest('handrail/ruleAt', null, params => ruleAt(session, textOf(params, 'uri'), positionOf(params)));
  const notAdded = new ResponseError<void>(
    ErrorCodes.InternalError,
    'The sample could not be added. See the log of the language server.',
  );
  onRequest('handrail/addSample', notAdded, async params => {
    textOf(params, 'uri');
    textOf(params, 'name');
    return addSample(session, params);
  });

  function onRequest<M extends keyof ServerRequests>(
    method: M,
    empty: ServerRequests[M]['result'] | ResponseError<void>,
    handler: (params: ServerRequests[M]['params']) => Promise<ServerRequests[M]['result']>,
  ): void {
    session.requests.onRequest<ServerRequests[M]['params'], ServerRequests[M]['result']>(method, empty, handler);
  }
}

/** @throws InvalidParams */
function checkSimulation(params: SimulateParams): void {
  textOf(params, 'uri');
  if (params.at !== null && params.at !== undefined) textOf(params, 'at');
  if (params.thresholds !== undefined && !isJsonObject(params.thresholds)) {
    throw new InvalidParams('thresholds must be an object.');
  }
}
