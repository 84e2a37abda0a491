import type { HostToPanel, PanelRequest, PanelRequests, PanelToHost } from '../../panel/messages.ts';

/** What answers the page's requests. A rejection reaches the page as its message. */
export type Answers = {
  [M in keyof PanelRequests]: (params: PanelRequests[M]['params']) => Promise<PanelRequests[M]['result']>;
};

/** The answer to one request, always: a page that waits for an answer must not wait for ever. */
export async function answer(request: PanelRequest, answers: Answers): Promise<HostToPanel> {
  const { id } = request;
  try {
    return { type: 'response', id, result: await ask(request, answers) };
  } catch (error) {
    return { type: 'error', id, message: error instanceof Error ? error.message : String(error) };
  }
}

function ask(request: PanelRequest, answers: Answers): Promise<PanelRequests[keyof PanelRequests]['result']> {
  switch (request.method) {
    case 'simulate':
      return answers.simulate(request.params);
    case 'reveal':
      return answers.reveal(request.params);
    case 'revealLocation':
      return answers.revealLocation(request.params);
    case 'saveSample':
      return answers.saveSample(request.params);
    case 'openReference':
      return answers.openReference(request.params);
    default:
      return Promise.reject(new Error(`The simulator asked for something unknown: ${JSON.stringify(request)}`));
  }
}

/** Whether what a page posted is a message at all; a page restored by a newer or older version may speak another dialect. */
export function isMessage(value: unknown): value is PanelToHost {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'ready':
    case 'highlight':
      return true;
    case 'request':
      return 'id' in value && typeof value.id === 'number' && 'method' in value && 'params' in value;
    default:
      return false;
  }
}
