import type { HostToPanel, PanelRequests, PanelState, PanelToHost } from '../../messages.ts';

/** What VS Code gives a web page to talk to its extension. */
export interface VsCodeApi {
  postMessage(message: PanelToHost): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

type Method = keyof PanelRequests;
export type Notification = Exclude<HostToPanel, { type: 'response' | 'error' }>;

export interface Connection {
  /** Rejects with an `Error` that has a message for people, also where no answer comes in time. */
  request<M extends Method>(method: M, params: PanelRequests[M]['params']): Promise<PanelRequests[M]['result']>;
  notify(message: Extract<PanelToHost, { type: 'ready' | 'highlight' }>): void;
}

interface Waiting {
  resolve(result: PanelRequests[Method]['result']): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout> | null;
}

/** Milliseconds after which a decision counts as not answered. Saving waits for a person and has no limit. */
const answerWithin = 20_000;

/**
 * Requests to the host, answered by id: an answer to a request that has been given up on is dropped. `listen` hands over the
 * function that takes the host's messages.
 */
export function connect(
  post: (message: PanelToHost) => void,
  listen: (receive: (message: HostToPanel) => void) => void,
  onNotification: (message: Notification) => void,
): Connection {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  const settle = (id: number, how: (entry: Waiting) => void) => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    if (entry.timer !== null) clearTimeout(entry.timer);
    how(entry);
  };

  listen(message => {
    switch (message.type) {
      case 'response':
        return settle(message.id, entry => entry.resolve(message.result));
      case 'error':
        return settle(message.id, entry => entry.reject(new Error(message.message)));
      case 'open':
      case 'changed':
      case 'cursor':
        return onNotification(message);
    }
  });

  return {
    request<M extends Method>(method: M, params: PanelRequests[M]['params']) {
      const id = ++lastId;
      return new Promise<PanelRequests[M]['result']>((resolve, reject) => {
        const giveUp = () =>
          settle(id, entry =>
            entry.reject(new Error(`The language server has not answered within ${answerWithin / 1000} seconds.`)),
          );
        const timer = method === 'saveSample' ? null : setTimeout(giveUp, answerWithin);
        waiting.set(id, { resolve, reject, timer });
        post({ type: 'request', id, method, params } as PanelToHost);
      });
    },
    notify: post,
  };
}
