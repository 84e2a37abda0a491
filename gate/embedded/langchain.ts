import { valueAtPath } from '../../engine/model/json.ts';
import { createCallGate, type EmbeddedRules, type GateOptions, HandrailStop, type HostCall } from './call-gate.ts';
import { fileKeeper } from '../node/keeper.ts';
import type { LangChainPackage, ToolCallRequest, ToolMessage as Refusal } from './langchain-package.ts';

const host = { id: 'langchain', title: 'LangChain.js', event: 'wrapToolCall' };

export interface LangChainOptions extends GateOptions {
  /** Tools that a provider runs on its own servers, by type: the gate cannot hold them back, so that each must be named here to be used. */
  ungated?: readonly string[];
}

/** What the module for LangChain exports. The classes and functions are those of the user's package. */
export function langchain(
  rules: EmbeddedRules,
  { AIMessage, createMiddleware, humanInTheLoopMiddleware, ToolMessage }: LangChainPackage,
) {
  return { HandrailStop, handrail };

  /**
   * The middleware that decides about each call of a tool at the moment at which it would run, whatever the tool and whoever configured the run. It is to be
   * the last of an agent's middleware, so that no other changes a call after the decision.
   */
  function handrail({ ungated = [], ...options }: LangChainOptions = {}) {
    const gate = createCallGate(host, rules, options, fileKeeper);
    return createMiddleware({
      name: 'Handrail',
      ...(gate.stops ? { afterModel: { canJumpTo: ['end'], hook: endStopped } } : {}),
      async wrapModelCall(request, handler) {
        for (const tool of request.tools) {
          const type = hostedType(tool);
          if (type !== null && !ungated.includes(type))
            throw new Error(
              `Handrail cannot hold back the tool \`${type}\`, which the model's provider runs. Remove it, or name it in \`ungated\`.`,
            );
        }
        return handler(request);
      },
      async wrapToolCall(request, handler) {
        let call: HostCall = request.toolCall;
        let isEdited = false;
        for (;;) {
          const { answer, reason, args } = await gate.decide(call);
          const toolCall = { ...request.toolCall, name: call.name, args };
          const run = async () => {
            const result = await handler(requestFor(request, toolCall));
            return isEdited ? tellEdit(result, toolCall) : result;
          };
          switch (answer) {
            case 'none':
              return run();
            case 'deny':
              return refusal(toolCall, reason);
            case 'stop':
              throw new HandrailStop(reason);
            case 'ask': {
              const answered = await askPerson({ ...request, toolCall }, reason);
              if (ToolMessage.isInstance(answered)) return answered;
              if (answered === 'approved') return run();
              // What a person wrote is a new call.
              call = { ...answered, id: call.id };
              isEdited = true;
            }
          }
        }
      },
    });

    /** The messages still have the call as the model made it: the result says what ran instead. */
    function tellEdit(result: unknown, { name, args }: { name: string; args: unknown }): unknown {
      if (!ToolMessage.isInstance(result)) return result;
      const text = `A person changed this call to \`${name}\` with ${JSON.stringify(args)}.`;
      const { content } = result;
      result.content = typeof content === 'string' ? `${text}\n${content}` : [{ type: 'text', text }, ...content];
      return result;
    }

    /** Ends the run before any call of the message runs, if a rule says so about one of them. */
    async function endStopped({ messages }: { messages: unknown[] }) {
      const last = messages.findLast(message => AIMessage.isInstance(message));
      const calls = last?.tool_calls ?? [];
      for (const call of calls) {
        const { answer, reason } = await gate.decide(call, ['stop']);
        if (answer !== 'stop') continue;
        // A model accepts no message with calls that have no result.
        const results = calls.map(each => refusal(each, reason));
        return { messages: [...results, new AIMessage({ content: reason })], jumpTo: 'end' as const };
      }
      return undefined;
    }
  }

  function refusal({ name, id = '' }: { name: string; id?: string }, reason: string): Refusal {
    return new ToolMessage({ content: reason, tool_call_id: id, name, status: 'error' });
  }

  /**
   * Asks a person by the host's own middleware, which interrupts the run here, in the task of this call, until it is resumed. It is configured for this call
   * alone and gets no context, so that nobody can switch it off for a run.
   * @returns `approved`, the message of a rejection, or the call as a person changed it
   */
  async function askPerson(
    { toolCall, runtime, state }: ToolCallRequest,
    reason: string,
  ): Promise<'approved' | Refusal | { name: string; args: unknown }> {
    if (!isTaskOfItsOwn(runtime) && callsIn(state.messages) > 1)
      throw new Error('Handrail cannot ask about one of several calls in version `v1` of `createAgent`. Use `v2`.');
    const description = `${reason}\n\nTool: ${toolCall.name}\nArguments: ${JSON.stringify(toolCall.args, null, 2)}`;
    const { afterModel } = humanInTheLoopMiddleware({
      interruptOn: { [toolCall.name]: { allowedDecisions: ['approve', 'edit', 'reject'], description } },
    });
    const hook = typeof afterModel === 'function' ? afterModel : afterModel?.hook;
    const message = new AIMessage({ content: '', tool_calls: [{ ...toolCall, type: 'tool_call' }] });
    const answer = await hook?.({ messages: [message] }, { ...runtime, context: {} });
    const [revised, rejection] = answer?.messages ?? [];
    if (ToolMessage.isInstance(rejection)) return rejection;
    const call = AIMessage.isInstance(revised) ? revised.tool_calls?.[0] : undefined;
    if (call === undefined) throw new Error('Handrail: nobody was asked about the call.');
    // An edited call is a new object.
    const isSame = call.name === toolCall.name && JSON.stringify(call.args) === JSON.stringify(toolCall.args);
    return isSame ? 'approved' : { name: call.name, args: call.args };
  }

  function callsIn(messages: readonly unknown[]): number {
    return messages.findLast(message => AIMessage.isInstance(message))?.tool_calls?.length ?? 0;
  }
}

/** A request with the arguments that were decided on. A tool of another name is looked up by the host. */
function requestFor(request: ToolCallRequest, toolCall: ToolCallRequest['toolCall']): ToolCallRequest {
  const { tool } = request;
  if (tool !== undefined && tool.name !== request.toolCall.name)
    throw new Error(`The call of \`${request.toolCall.name}\` would run \`${tool.name}\`.`);
  return { ...request, toolCall, tool: toolCall.name === request.toolCall.name ? tool : undefined };
}

/** True if the calls of a message run as tasks of their own, so that one can wait while the others finish. */
function isTaskOfItsOwn({ configurable }: ToolCallRequest['runtime']): boolean {
  return valueAtPath(configurable, ['__pregel_scratchpad', 'currentTaskInput', 'lg_tool_call']) !== undefined;
}

/** The type of a tool that a provider runs; null if it runs here. */
function hostedType(tool: unknown): string | null {
  if (typeof tool === 'object' && tool !== null && 'invoke' in tool && typeof tool.invoke === 'function') return null;
  const type = valueAtPath(tool, ['type']);
  return typeof type === 'string' ? type : 'unknown';
}
