import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type GenericNotificationHandler,
} from 'vscode-languageserver';
import type { Position } from '../../language/location.ts';

/** Before `initialize`, between it and `shutdown`, and after: what may be asked differs. */
export type Phase = 'new' | 'running' | 'shut-down';

/** Parameters that are not what the protocol says: the client's fault, told to it and to nobody else. */
export class InvalidParams extends Error {}

/** A request that the client has withdrawn. */
export class Cancelled extends Error {}

export type Handler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

/** Registers handlers, each of which answers whatever happens. */
export interface Requests {
  /** A handler that fails is logged, and the answer is empty; or an error, where no answer says nothing. */
  answer<P, R>(method: string, empty: NoInfer<R> | ResponseError<void>, handler: Handler<P, R>): void;
  /** A handler that fails is logged. */
  hear<P>(method: string, handler: (params: P) => void | Promise<void>): void;
}

export function createRequests(connection: Connection, phase: () => Phase): Requests {
  const log = (method: string, error: unknown): void => {
    connection.console.error(
      `${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };
  return {
    answer: (method, empty, handler) => {
      connection.onRequest<unknown, unknown>(method, async (...given: unknown[]) => {
        const token = given.pop() as CancellationToken;
        switch (phase()) {
          case 'new':
            return new ResponseError(ErrorCodes.ServerNotInitialized, `${method} came before initialize.`);
          case 'shut-down':
            return new ResponseError(ErrorCodes.InvalidRequest, `${method} came after shutdown.`);
          case 'running':
        }
        try {
          const answer = await handler(paramsOf(given) as Parameters<typeof handler>[0], token);
          return token.isCancellationRequested ? cancelled(method) : answer;
        } catch (error) {
          if (error instanceof Cancelled || token.isCancellationRequested) return cancelled(method);
          if (error instanceof InvalidParams) return new ResponseError(ErrorCodes.InvalidParams, error.message);
          if (error instanceof ResponseError) return error as ResponseError<unknown>;
          log(method, error);
          return empty;
        }
      });
    },
    hear: (method, handler) => {
      const guarded: GenericNotificationHandler = async (...given: unknown[]) => {
        if (phase() !== 'running') return;
        try {
          await handler(paramsOf(given) as Parameters<typeof handler>[0]);
        } catch (error) {
          if (!(error instanceof InvalidParams)) log(method, error);
          else connection.console.warn(`${method} was ignored: ${error.message}`);
        }
      };
      connection.onNotification(method, guarded);
    },
  };
}

/**
 * The parameters by name. Where they came by position, as a list, the connection hands them over one by one.
 * @throws InvalidParams
 */
function paramsOf(given: readonly unknown[]): object {
  const [params] = given;
  if (given.length > 1) throw new InvalidParams('The parameters must be an object, and not a list.');
  // Parameters that are no object have none of the fields that a handler looks for.
  return typeof params === 'object' && params !== null ? params : {};
}

function cancelled(method: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, `${method} was cancelled.`);
}

export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new Cancelled();
}

/** The document of a request. @throws InvalidParams */
export function documentOf(params: unknown): string {
  const uri = field(field(params, 'textDocument'), 'uri');
  if (typeof uri !== 'string') throw new InvalidParams('textDocument.uri must be a string.');
  return uri;
}

/** The position of a request. @throws InvalidParams */
export function positionOf(params: unknown, name = 'position'): Position {
  const position = field(params, name);
  const line = field(position, 'line');
  const character = field(position, 'character');
  if (!isCount(line) || !isCount(character)) {
    throw new InvalidParams(`${name} must have a line and a character, counted from zero.`);
  }
  return { line, character };
}

export function textOf(params: unknown, name: string): string {
  const text = field(params, name);
  if (typeof text !== 'string') throw new InvalidParams(`${name} must be a string.`);
  return text;
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
