/** The requests of a page to its host, by method. */
export type RequestMap = Record<string, { params: unknown; result: unknown }>;

/** A request of the page; the response has the same `id`. */
export type RequestOf<R> = {
  [M in keyof R]: R[M] extends { params: infer P } ? { type: 'request'; id: number; method: M; params: P } : never;
}[keyof R];

export type ResultOf<R> = R[keyof R] extends { result: infer T } ? T : never;

/** The response to a request. `message` can be shown to a person. */
export type ResponseOf<R> =
  | { type: 'response'; id: number; result: ResultOf<R> }
  | { type: 'error'; id: number; message: string };
