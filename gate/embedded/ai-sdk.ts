import { createCallGate, type EmbeddedRules, type GateOptions, HandrailStop } from './call-gate.ts';
import { fileKeeper } from '../node/keeper.ts';

const host = { id: 'ai-sdk', title: 'Vercel AI SDK', event: 'toolApproval' };

type Status = { type: 'not-applicable' } | { type: 'user-approval' | 'denied'; reason: string };

interface ApprovalRequest {
  toolCall: { toolName: string; toolCallId: string; input: unknown };
}

/** What the module for the AI SDK exports. */
export function aiSdk(rules: EmbeddedRules) {
  return { HandrailStop, handrail };

  /**
   * The function that the SDK asks about each call of a tool: before it runs, and again when a person has approved it. A function covers every tool; a map
   * would let those pass that it does not name.
   */
  function handrail(options: GateOptions = {}): (request: ApprovalRequest) => Promise<Status> {
    const gate = createCallGate(host, rules, options, fileKeeper);
    return async ({ toolCall: { toolName: name, input: args, toolCallId: id } }) => {
      const { answer, reason } = await gate.decide({ name, args, id });
      switch (answer) {
        case 'none':
          return { type: 'not-applicable' };
        case 'ask':
          return { type: 'user-approval', reason };
        case 'deny':
          return { type: 'denied', reason };
        case 'stop':
          throw new HandrailStop(reason);
      }
    };
  }
}
