import type { LanguageClient } from './language-client.ts';
import { ruleFile } from './rule-sets.ts';

interface Place {
  uri: string;
  line: number;
  character: number;
}

/** All requests that the server answers, by method, for a place in a document. */
export const everyRequest: Readonly<Record<string, (place: Place) => object>> = {
  'textDocument/completion': positioned,
  'textDocument/hover': positioned,
  'textDocument/definition': positioned,
  'textDocument/references': place => ({ ...positioned(place), context: { includeDeclaration: true } }),
  'textDocument/documentHighlight': positioned,
  'textDocument/prepareRename': positioned,
  'textDocument/rename': place => ({ ...positioned(place), newName: 'renamed' }),
  'textDocument/documentSymbol': inDocument,
  'workspace/symbol': () => ({ query: 'a' }),
  'textDocument/foldingRange': inDocument,
  'textDocument/selectionRange': place => ({ ...inDocument(place), positions: [positioned(place).position] }),
  'textDocument/documentLink': inDocument,
  'textDocument/codeLens': inDocument,
  'textDocument/inlayHint': place => ({ ...inDocument(place), range: range(place) }),
  'textDocument/codeAction': place => ({ ...inDocument(place), range: range(place), context: { diagnostics: [] } }),
  'textDocument/diagnostic': inDocument,
  'workspace/diagnostic': () => ({ previousResultIds: [] }),
  'handrail/simulate': ({ uri }) => ({ uri, input: { confidence: 0.5 }, at: null, thresholds: {} }),
  'handrail/locate': ({ uri, line }) => ({ uri, rule: line }),
  'handrail/ruleAt': place => ({ uri: place.uri, position: positioned(place).position }),
  'handrail/addSample': ({ uri }) => ({ uri, name: 'x', input: {}, at: null, expect: {} }),
};

export const methods = Object.keys(everyRequest);

function inDocument({ uri }: Place) {
  return { textDocument: { uri } };
}

function positioned({ uri, line, character }: Place) {
  return { textDocument: { uri }, position: { line, character } };
}

function range({ line, character }: Place) {
  return { start: { line, character }, end: { line, character } };
}

/** Error codes of proper refusals: invalid parameters, invalid or cancelled requests, a document that changed meanwhile. */
const orderly = new Set([-32602, -32600, -32800, -32801, -32802]);

/** Sends a request. @returns the error code if the server refuses it, else null @throws if it fails in another way */
export async function askOrderly(client: LanguageClient, method: string, params: unknown): Promise<number | null> {
  try {
    await client.ask(method, params);
    return null;
  } catch (error) {
    const code = (error as { code?: number }).code ?? 0;
    if (orderly.has(code)) return code;
    throw new Error(`${method} with ${JSON.stringify(params)?.slice(0, 300)} failed: ${String(error)}`, {
      cause: error,
    });
  }
}

/** True if the server still works, tested by a decision. */
export async function isAlive(client: LanguageClient): Promise<boolean> {
  const { record } = await client.request('handrail/simulate', {
    uri: client.uri(ruleFile),
    input: { intent: 'refund', policy_flags: ['legal'] },
    at: null,
    thresholds: {},
  });
  return record?.rule?.id === 'legal-threat';
}
