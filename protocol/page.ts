/** What a page asks of its host, by method. */
export type RequestMap = Record<string, { params: unknown; result: unknown }>;

/** A question of the page; it is answered under the same `id`. */
export type RequestOf<R> = {
  [M in keyof R]: R[M] extends { params: infer P } ? { type: 'request'; id: number; method: M; params: P } : never;
}[keyof R];

export type ResultOf<R> = R[keyof R] extends { result: infer T } ? T : never;

/** The answer to a question. `message` is fit for a person. */
export type ResponseOf<R> =
  | { type: 'response'; id: number; result: ResultOf<R> }
  | { type: 'error'; id: number; message: string };
