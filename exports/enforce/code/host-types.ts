/** What the module of each host exports, in TypeScript, behind the types that all share. */
export const hostTypes = {
  langchain: `import type { AgentMiddleware } from 'langchain';

/** The middleware that decides about each call of a tool: the last of an agent's middleware. */
export declare function handrail(
  options?: Options & {
    /** Tools that the model's provider runs, by type, and that may be used although the gate cannot hold them back. */
    ungated?: readonly string[];
  },
): AgentMiddleware;`,
  'openai-agents': `/** Tools that may be used although the gate cannot hold them back, by name: those that OpenAI runs, and those for shells, patches and computers. */
export interface Ungated {
  ungated?: readonly string[];
}

/** Puts the gate into an agent, its MCP servers and all agents to which it hands off; returns the agent. */
export declare function guard<T extends object>(agent: T, options?: Options & Ungated): T;

/** Puts the gate into each tool of a list; returns the list. */
export declare function guarded<T extends readonly object[]>(tools: T, options?: Options & Ungated): T;`,
  'ai-sdk': `/** The value of \`toolApproval\`, which is asked about each call of a tool. */
export declare function handrail(
  options?: Options,
): (request: {
  toolCall: { toolName: string; toolCallId: string; input: unknown };
}) => Promise<{ type: 'not-applicable' } | { type: 'user-approval' | 'denied'; reason: string }>;`,
} as const;
