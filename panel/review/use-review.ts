import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { connect, type Connection, type VsCodeApi } from '../host/connection.ts';
import { copyText } from '../host/copy.ts';
import type {
  ChosenLog,
  HostNotification,
  HostToReview,
  ReviewPageRequests,
  ReviewState,
  ReviewToHost,
} from '../../protocol/review.ts';
import type { Comparison } from '../../protocol/server.ts';
import type { ReviewPage } from './page.ts';
import { initialModel, unanswered, keptState, nextQuestion, update, type Action, type Model } from './state/model.ts';

export type ReviewApi = VsCodeApi<ReviewToHost, ReviewState>;

/** Connects the model to the host: messages become actions, and missing comparisons are requested one at a time. */
export function useReview(api: ReviewApi): { model: Model; page: ReviewPage } {
  const [model, dispatch] = useReducer(update, initialModel);
  const { page, compare } = useMemo(() => createHost(api, dispatch), [api]);

  const question = nextQuestion(model);
  const asked = useRef<string | null>(null);
  const { log } = model;
  useEffect(() => {
    if (question === null) return;
    const key = JSON.stringify([question, log, model.subject]);
    if (asked.current !== null) return;
    asked.current = key;
    // A long log takes long to read: what changes is shown before it is measured.
    const isFirst = log !== null && model.pairs[question.pair]?.comparison === null;
    void compare(question, isFirst ? null : log, isFirst).finally(() => {
      asked.current = null;
      // Renders again, so that the next question is asked.
      dispatch({ type: 'changed', pairs: [] });
    });
  });

  const kept = keptState(model);
  const keptText = JSON.stringify(kept);
  useEffect(() => {
    if (kept !== null) api.setState(kept);
  }, [api, keptText]);

  useEffect(() => api.postMessage({ type: 'ready' }), [api]);
  return { model, page };
}

function createHost(api: ReviewApi, dispatch: (action: Action) => void) {
  const connection = connect<ReviewPageRequests, HostNotification>(
    message => api.postMessage(message),
    receive => window.addEventListener('message', (event: MessageEvent<HostToReview>) => receive(event.data)),
    message => dispatch(message.type === 'open' ? { ...message, kept: stateIn(api.getState()) } : message),
    ['compare', 'editAuthors', 'chooseLog', 'exportReview', 'planOpinion', 'giveOpinion'],
  );
  const compare = async (
    { pair, revision }: { pair: number; revision: number },
    log: ChosenLog | null,
    isFirst: boolean,
  ) => {
    try {
      const comparison = withPeriods(await connection.request('compare', { pair, log }));
      const digest = comparison.before.ruleSet?.digest ?? null;
      const marks = digest === null ? {} : await connection.request('marks', { pair, digest });
      dispatch({ type: 'compared', pair, revision: isFirst ? unanswered : revision, comparison, marks });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      dispatch({ type: 'notCompared', pair, revision, message });
    }
  };
  return { compare, page: createPage(connection, dispatch) };
}

function createPage(connection: Connection<ReviewPageRequests>, dispatch: (action: Action) => void): ReviewPage {
  const failed = (error: Error) => {
    dispatch({ type: 'failed', message: error.message });
    return null;
  };
  return {
    dispatch,
    showTexts: (pair, before, after) => void connection.request('showTexts', { pair, before, after }).catch(failed),
    revealLocation: location => void connection.request('revealLocation', { location }).catch(failed),
    tryInput: params => void connection.request('tryInput', params).catch(failed),
    decideBoth: params => connection.request('decideBoth', params).catch(failed),
    decisionMap: params => connection.request('decisionMap', params).catch(failed),
    editAuthors: pair => connection.request('editAuthors', { pair }).catch(() => ({})),
    showSample: (pair, sample) => void connection.request('showSample', { pair, sample }).catch(failed),
    addSamples: (pair, samples) => connection.request('addSamples', { pair, samples }).then(() => true, failed),
    setMark: (pair, digest, region, mark) => {
      dispatch({ type: 'mark', pair, region, mark });
      void connection.request('setMark', { pair, digest, region, mark }).catch(failed);
    },
    chooseLog: () =>
      void connection.request('chooseLog', {}).then(log => {
        if (log !== null) dispatch({ type: 'chooseLog', log });
      }, failed),
    exportReview: reviews => void connection.request('exportReview', { reviews }).catch(failed),
    planOpinion: (pair, opinion, digest) =>
      connection
        .request('planOpinion', { pair, opinion, digest })
        .catch((error: Error) => ({ kind: 'not-offered', why: error.message })),
    giveOpinion: params =>
      connection
        .request('giveOpinion', params)
        .catch((error: Error) => ({ done: false, counts: false, message: error.message })),
    compareWithRelease: (pair, release) =>
      void connection.request('compareWithRelease', { pair, ...release }).catch(failed),
    openReference: page => void connection.request('openReference', { page }).catch(failed),
    copy: text => copyText(text, failed),
  };
}

/** The comparison with the unbounded periods of its regions, which arrive as null, because JSON has no infinity. */
function withPeriods(comparison: Comparison): Comparison {
  const { diff } = comparison;
  if (diff === null) return comparison;
  const bound = (time: number | null, none: number) => time ?? none;
  const regions = diff.regions.map(region => ({
    ...region,
    from: bound(region.from, -Infinity),
    until: bound(region.until, Infinity),
  }));
  return { ...comparison, diff: { ...diff, regions } };
}

/** The state that the editor kept; null if there is none, or an older version of the page left it. */
function stateIn(kept: unknown): ReviewState | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { subject, selected, log } = kept as Partial<ReviewState>;
  if (typeof subject !== 'object' || subject === null || !Array.isArray(subject.pairs)) return null;
  return { subject, selected: typeof selected === 'number' ? selected : 0, log: log ?? null };
}
