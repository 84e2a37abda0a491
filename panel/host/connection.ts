import type { RequestOf, ResponseOf } from '../../protocol/page.ts';

/** The interface through which a web page talks to its VS Code extension. */
export interface VsCodeApi<Message = unknown, State = unknown> {
  postMessage(message: Message): void;
  getState(): unknown;
  setState(state: State): void;
}

type Params<R, M extends keyof R> = R[M] extends { params: infer P } ? P : never;
type Result<R, M extends keyof R> = R[M] extends { result: infer T } ? T : never;

export interface Connection<R> {
  /** Rejects with an `Error` whose message can be shown, also if there is no response in time. */
  request<M extends keyof R>(method: M, params: Params<R, M>): Promise<Result<R, M>>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout> | null;
}

/** Milliseconds after which a request fails. */
const timeout = 20_000;

/**
 * Sends requests to the host and matches the responses by id; a response that comes too late is dropped. `listen` registers
 * the function that takes the host's messages; those that are not responses go to `onNotification`.
 * @param patient requests without a timeout, because they wait for a person
 */
export function connect<R, N extends { type: string }>(
  post: (message: RequestOf<R>) => void,
  listen: (receive: (message: ResponseOf<R> | N) => void) => void,
  onNotification: (message: N) => void,
  patient: readonly (keyof R)[] = [],
): Connection<R> {
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
    if (isResult(message)) settle(message.id, entry => entry.resolve(message.result));
    else if (isError(message)) settle(message.id, entry => entry.reject(new Error(message.message)));
    else onNotification(message);
  });

  return {
    request<M extends keyof R>(method: M, params: Params<R, M>) {
      const id = ++lastId;
      return new Promise<Result<R, M>>((resolve, reject) => {
        const giveUp = () =>
          settle(id, entry =>
            entry.reject(new Error(`The language server did not answer within ${timeout / 1000} seconds.`)),
          );
        const timer = patient.includes(method) ? null : setTimeout(giveUp, timeout);
        waiting.set(id, { resolve: result => resolve(result as Result<R, M>), reject, timer });
        // The method fits its parameters, which the type of their union cannot express.
        post({ type: 'request', id, method, params } as unknown as RequestOf<R>);
      });
    },
  };
}

function isResult(message: { type: string }): message is { type: 'response'; id: number; result: unknown } {
  return message.type === 'response';
}

function isError(message: { type: string }): message is { type: 'error'; id: number; message: string } {
  return message.type === 'error';
}
