import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { Json } from '../../engine/model/json.ts';
import type { GivenGrants, GivenInput } from '../../protocol/server.ts';
import {
  detailTabs,
  type HostToPanel,
  type PanelRequests,
  type PanelState,
  type PanelToHost,
  type Place,
} from '../../protocol/simulator.ts';
import { connect, type Connection, type VsCodeApi } from '../host/connection.ts';
import { copyText } from '../host/copy.ts';
import type { ResponseOf } from '../../protocol/page.ts';
import { latestOnly } from '../host/latest.ts';
import type { Page } from './page.ts';
import { initialModel, keptState, update, type Action, type Model } from './state/model.ts';

interface Question {
  uri: string;
  input: Json;
  at: string | null;
  grants: GivenGrants;
  thresholds: Record<string, number>;
  sample: string | null;
}

export type SimulatorApi = VsCodeApi<PanelToHost, PanelState>;
type Notification = Exclude<HostToPanel, ResponseOf<PanelRequests>>;

/** Connects the model to the host: messages become actions, and a changed scenario becomes a request. */
export function useSimulation(api: SimulatorApi): { model: Model; page: Page } {
  const [model, dispatch] = useReducer(update, initialModel);
  const { page, simulate } = useMemo(() => createHost(api, dispatch), [api]);

  const { file, input, revision } = model;
  const uri = file?.uri ?? null;
  const { at, grants, thresholds, sample } = model.history.present;
  useEffect(() => {
    if (uri !== null) simulate({ uri, input, at, grants, thresholds, sample });
  }, [simulate, uri, input, at, grants, thresholds, sample, revision]);

  const kept = keptState(model);
  const keptText = JSON.stringify(kept);
  const keptNow = useRef(kept);
  keptNow.current = kept;
  useEffect(() => {
    if (keptNow.current !== null) api.setState(keptNow.current);
  }, [api, keptText]);

  useEffect(() => api.postMessage({ type: 'ready' }), [api]);
  return { model, page };
}

function createHost(api: SimulatorApi, dispatch: (action: Action) => void) {
  const connection = connect<PanelRequests, Notification>(
    message => api.postMessage(message),
    receive => window.addEventListener('message', (event: MessageEvent<HostToPanel>) => receive(event.data)),
    message =>
      dispatch(message.type === 'open' ? { ...message, kept: stateIn(api.getState()), now: Date.now() } : message),
    ['saveSample'],
  );
  const failed = (error: Error) => dispatch({ type: 'failed', message: error.message });
  const simulate = latestOnly<Question, void>(
    async ({ uri, ...params }) =>
      dispatch({ type: 'result', uri, result: await connection.request('simulate', params) }),
    () => undefined,
    failed,
  );
  return { simulate, page: createPage(api, connection, dispatch, failed) };
}

function createPage(
  api: SimulatorApi,
  connection: Connection<PanelRequests>,
  dispatch: (action: Action) => void,
  failed: (error: Error) => void,
): Page {
  let marked: string | null = null;
  return {
    dispatch,
    reveal: place => void connection.request('reveal', place).catch(failed),
    revealLocation: location => void connection.request('revealLocation', { location }).catch(failed),
    highlight: (place: Place | null) => {
      const mark = place === null ? null : JSON.stringify(place);
      if (mark === marked) return;
      marked = mark;
      api.postMessage({ type: 'highlight', place });
    },
    chooseVersion: uri => {
      api.postMessage({ type: 'chooseVersion', uri });
      dispatch({ type: 'chooseVersion', uri });
    },
    openReference: page => void connection.request('openReference', { page }).catch(failed),
    saveSample: params =>
      connection.request('saveSample', params).catch((error: Error) => {
        failed(error);
        return false;
      }),
    copy: text => copyText(text, failed),
  };
}

/** The state that the editor kept; null if there is none, or an older version of the page left it. */
function stateIn(kept: unknown): PanelState | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { uri, sample, given, inputText, at, grants, thresholds, inputTab, detailTab } = kept as Partial<
    Record<keyof PanelState, unknown>
  >;
  if (typeof uri !== 'string' || typeof inputText !== 'string') return null;
  const numbers = Object.entries(typeof thresholds === 'object' && thresholds !== null ? thresholds : {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return {
    uri,
    inputText,
    sample: typeof sample === 'string' ? sample : null,
    given: givenIn(given),
    at: typeof at === 'string' ? at : null,
    ...grantsIn(grants),
    thresholds: Object.fromEntries(numbers),
    inputTab: inputTab === 'json' ? 'json' : 'form',
    detailTab: detailTabs.find(tab => tab === detailTab) ?? 'why',
  };
}

function givenIn(kept: unknown): GivenInput | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { name, input, at, grants } = kept as Partial<Record<keyof GivenInput, unknown>>;
  if (typeof name !== 'string' || input === undefined) return null;
  return { name, input: input as Json, at: typeof at === 'string' ? at : null, ...grantsIn(grants) };
}

function grantsIn(kept: unknown): { grants?: GivenGrants } {
  return Array.isArray(kept) && kept.length > 0 ? { grants: kept as GivenGrants } : {};
}
