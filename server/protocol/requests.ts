import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type GenericNotificationHandler,
} from 'vscode-languageserver';
import type { Position } from '../../language/location.ts';

/** Before `initialize`, between it and `shutdown`, and after that. Requests are only answered while running. */
export type Phase = 'new' | 'running' | 'shut-down';

/** Parameters that violate the protocol. Reported only to the client. */
export class InvalidParams extends Error {}

/** A request that the client has withdrawn. */
export class Cancelled extends Error {}

export type Handler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

/** Registers handlers that cannot leave a request unanswered. */
export interface Requests {
  /** Handles a request. If the handler fails, the error is logged and `empty` is the answer. */
  onRequest<P, R>(method: string, empty: NoInfer<R> | ResponseError<void>, handler: Handler<P, R>): void;
  /** Handles a notification. If the handler fails, the error is logged. */
  onNotification<P>(method: string, handler: (params: P) => void | Promise<void>): void;
}

export function createRequests(connection: Connection, phase: () => Phase): Requests {
  const log = (method: string, error: unknown): void => {
    connection.console.error(
      `${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };
  return {
    onRequest: (method, empty, handler) => {
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
    onNotification: (method, handler) => {
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
 * The parameters of a message. Positional ones, which the connection passes one by one, are rejected.
 * @throws InvalidParams
 */
function paramsOf(given: readonly unknown[]): object {
  const [params] = given;
  if (given.length > 1) throw new InvalidParams('The parameters must be an object, not a list.');
  // Other values have none of the fields that handlers read.
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
