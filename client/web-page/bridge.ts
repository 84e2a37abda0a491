import type { RequestOf, ResponseOf, ResultOf } from '../../protocol/page.ts';

/** What answers a page's requests. A rejection reaches the page as its message. */
export type Answers<R> = {
  [M in keyof R]: R[M] extends { params: infer P; result: infer T } ? (params: P) => Promise<T> : never;
};

type Method<R> = RequestOf<R>['method'];

/** The answer to one request, always: a page that waits for an answer must not wait for ever. */
export async function answer<R>(request: RequestOf<R>, answers: Answers<R>): Promise<ResponseOf<R>> {
  const { id, method, params } = request as { id: number; method: Method<R>; params: unknown };
  try {
    if (!Object.hasOwn(answers, method)) {
      throw new Error(`The page asked for something unknown: ${JSON.stringify(request)}`);
    }
    const reply = answers[method as keyof R] as unknown as (params: unknown) => Promise<ResultOf<R>>;
    return { type: 'response', id, result: await reply(params) };
  } catch (error) {
    return { type: 'error', id, message: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Whether what a page posted is a request, or one of its notifications; a page restored by a newer or older version may speak another
 * dialect.
 */
export function isMessage<Message extends { type: string }>(
  value: unknown,
  notifications: readonly Message['type'][],
): value is Message {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'request') {
    return 'id' in value && typeof value.id === 'number' && 'method' in value && 'params' in value;
  }
  return notifications.some(type => type === value.type);
}
