import { valueAtPath } from '../../engine/model/json.ts';
import {
  type CallGate,
  createCallGate,
  type EmbeddedRules,
  type GateOptions,
  HandrailStop,
  type HostCall,
} from './call-gate.ts';
import { fileKeeper } from '../node/keeper.ts';

const host = { id: 'openai-agents', title: 'OpenAI Agents SDK', event: 'needsApproval' };

export interface OpenAiAgentsOptions extends GateOptions {
  /** Names of tools that the gate cannot hold back and that may be used nevertheless: those that OpenAI runs, and those for shells, patches and computers. */
  ungated?: readonly string[];
}

/** What the gate uses of the SDK's objects. */
interface RunContext {
  toJSON(): unknown;
}
interface FunctionTool {
  type: 'function';
  name: string;
  needsApproval: (context: RunContext, input: unknown, callId?: string) => Promise<boolean>;
  invoke: (context: RunContext, input: string, details?: { toolCall?: { callId?: string } }) => Promise<unknown>;
}
type Tool = FunctionTool | { type: string; name?: string };
interface Handoff {
  onInvokeHandoff: (context: RunContext, args: string) => unknown;
}
interface Agent {
  tools: Tool[];
  handoffs: unknown[];
  mcpServers: readonly { name: string }[];
  getMcpTools: (context: RunContext, ...more: unknown[]) => Promise<Tool[]>;
  getAllTools: (context: RunContext, ...more: unknown[]) => Promise<Tool[]>;
  getEnabledHandoffs: (context: RunContext) => Promise<Handoff[]>;
  clone: (config: object) => Agent;
}

/** Functions that decide before they run a tool. */
const gated = new WeakSet<object>();
const gatedAgents = new WeakSet<object>();

/** What the module for the OpenAI Agents SDK exports. */
export function openAiAgents(rules: EmbeddedRules) {
  return { HandrailStop, guard, guarded };

  /** Puts the gate into each tool of a list, and returns the list. The tools of MCP servers are not in it: `guard` covers the whole agent. */
  function guarded<T extends readonly object[]>(tools: T, options: OpenAiAgentsOptions = {}): T {
    const gate = createCallGate(host, rules, options, fileKeeper);
    for (const tool of tools) putGate(tool as Tool, gate, options);
    return tools;
  }

  /**
   * Puts the gate into an agent: its tools, those of its MCP servers, those that are added later, its clones, and all agents to which it hands off. An
   * agent that is used as a tool is guarded by itself; the call of it is guarded here.
   */
  function guard<T extends object>(agent: T, options: OpenAiAgentsOptions = {}): T {
    putGates(agent as unknown as Agent, createCallGate(host, rules, options, fileKeeper), options);
    return agent;
  }
}

function putGates(agent: Agent, gate: CallGate, options: OpenAiAgentsOptions): void {
  if (gatedAgents.has(agent)) return;
  gatedAgents.add(agent);
  const { getMcpTools, getAllTools, getEnabledHandoffs, clone } = agent;
  // Tools of MCP servers do not say where they come from; if there is one server, it is clear.
  const server = (): string => (agent.mcpServers.length === 1 && agent.mcpServers[0]?.name) || 'unknown';
  replace(agent, 'getMcpTools', async (...args) => {
    const tools = await getMcpTools.apply(agent, args);
    for (const tool of tools) putGate(tool, gate, options, server());
    return tools;
  });
  replace(agent, 'getAllTools', async (...args) => {
    const tools = await getAllTools.apply(agent, args);
    for (const tool of tools) putGate(tool, gate, options);
    return tools;
  });
  replace(agent, 'getEnabledHandoffs', async (...args) => {
    const handoffs = await getEnabledHandoffs.apply(agent, args);
    for (const handoff of handoffs) followHandoff(handoff, gate, options);
    return handoffs;
  });
  replace(agent, 'clone', (...args) => {
    const cloned = clone.apply(agent, args);
    putGates(cloned, gate, options);
    return cloned;
  });
}

/** Nobody can take the gate out by assigning the method again. */
function replace<K extends keyof Agent>(agent: Agent, name: K, method: Agent[K]): void {
  Object.defineProperty(agent, name, { value: method, enumerable: false });
}

function followHandoff(handoff: Handoff, gate: CallGate, options: OpenAiAgentsOptions): void {
  const { onInvokeHandoff } = handoff;
  if (gated.has(onInvokeHandoff)) return;
  handoff.onInvokeHandoff = async (...args) => {
    const next = (await onInvokeHandoff.apply(handoff, args)) as Agent;
    putGates(next, gate, options);
    return next;
  };
  gated.add(handoff.onInvokeHandoff);
}

function putGate(tool: Tool, gate: CallGate, { ungated = [] }: OpenAiAgentsOptions, server?: string): void {
  if (!isFunctionTool(tool)) {
    if (ungated.includes(tool.name ?? tool.type)) return;
    throw new Error(
      `Handrail cannot hold back the tool \`${tool.name ?? tool.type}\` of type \`${tool.type}\`. Remove it, or name it in \`ungated\`.`,
    );
  }
  if (gated.has(tool.invoke)) return;
  const { invoke, needsApproval, name } = tool;

  tool.needsApproval = async (context, input, callId) => {
    // What is not asked is recorded when the call is to run.
    const { answer } = await gate.decide({ name, args: input, id: callId, server }, ['ask']);
    return answer === 'ask' || (await needsApproval.call(tool, context, input, callId)) !== false;
  };
  tool.invoke = async (context, input, details) => {
    const id = details?.toolCall?.callId;
    const call: HostCall = { name, args: argumentsOf(input), id, server };
    const { answer, reason } = await gate.decide(call);
    switch (answer) {
      case 'none':
        return invoke.call(tool, context, input, details);
      case 'ask':
        return isApproved(context, name, id) ? invoke.call(tool, context, input, details) : notAsked(reason);
      case 'deny':
        return reason;
      case 'stop':
        throw new HandrailStop(reason);
    }
  };
  gated.add(tool.invoke);
}

function isFunctionTool(tool: Tool): tool is FunctionTool {
  return tool.type === 'function' && 'invoke' in tool && typeof tool.invoke === 'function';
}

/** The arguments of a call; a text that is no JSON cannot be decided on. */
function argumentsOf(input: string): unknown {
  try {
    return input.trim() === '' ? {} : JSON.parse(input);
  } catch {
    return input;
  }
}

/** True if a person approved this very call. `alwaysApprove`, which is about all calls of a tool, does not count: the rules ask about each. */
function isApproved(context: RunContext, tool: string, callId: string | undefined): boolean {
  const approved = valueAtPath(context.toJSON(), ['approvals', tool, 'approved']);
  return callId !== undefined && Array.isArray(approved) && approved.includes(callId);
}

function notAsked(reason: string): string {
  return `${reason} Nobody was asked about this call, so it is blocked.`;
}
