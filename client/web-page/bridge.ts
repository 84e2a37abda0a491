import type { RequestOf, ResponseOf, ResultOf } from '../../protocol/page.ts';

/** The functions that answer a page's requests. If one rejects, the page gets the error's message. */
export type Answers<R> = {
  [M in keyof R]: R[M] extends { params: infer P; result: infer T } ? (params: P) => Promise<T> : never;
};

type Method<R> = RequestOf<R>['method'];

/** The answer to a request. It never rejects, so that the page never waits forever. */
export async function answer<R>(request: RequestOf<R>, answers: Answers<R>): Promise<ResponseOf<R>> {
  const { id, method, params } = request as { id: number; method: Method<R>; params: unknown };
  try {
    if (!Object.hasOwn(answers, method)) {
      throw new Error(`Unknown request of the page: ${JSON.stringify(request)}`);
    }
    const reply = answers[method as keyof R] as unknown as (params: unknown) => Promise<ResultOf<R>>;
    return { type: 'response', id, result: await reply(params) };
  } catch (error) {
    return { type: 'error', id, message: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * True if a page posted a request, or one of its notifications. A page that another version of the extension left behind may post other messages.
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
