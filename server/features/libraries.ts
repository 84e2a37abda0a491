import { libraryText } from '../../language/source/libraries/libraries.ts';
import type { ServerRequests } from '../../protocol/server.ts';
import { textOf } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

/** Answers requests for the texts of built-in libraries, which are in no file. */
export function answerLibraries({ requests, open }: Session): void {
  requests.onRequest<ServerRequests['handrail/libraryText']['params'], string | null>(
    'handrail/libraryText',
    null,
    params => libraryText(open.canonical(textOf(params, 'uri'))) ?? null,
  );
}
