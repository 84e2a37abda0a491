/** What the gate uses of LangChain. The module that an export writes imports it from the user's own package. */
export interface LangChainPackage {
  AIMessage: (new (fields: { content: string; tool_calls?: object[] }) => AIMessage) & {
    isInstance: (message: unknown) => message is AIMessage;
  };
  ToolMessage: (new (fields: {
    content: string;
    tool_call_id: string;
    name: string;
    status: 'error';
  }) => ToolMessage) & {
    isInstance: (message: unknown) => message is ToolMessage;
  };
  createMiddleware: (config: MiddlewareConfig) => Middleware;
  humanInTheLoopMiddleware: (config: { interruptOn: Record<string, object> }) => Middleware;
}

export interface AIMessage {
  tool_calls?: { name: string; args: unknown; id?: string }[];
}

export interface ToolMessage {
  readonly tool_call_id: string;
  content: string | object[];
}

export interface ToolCallRequest {
  toolCall: { name: string; args: unknown; id?: string };
  tool: { name: string } | undefined;
  state: { messages: unknown[] };
  runtime: { configurable?: unknown };
}

export type Hook = (state: { messages: unknown[] }, runtime: object) => Promise<HookResult | undefined>;

export interface HookResult {
  messages: readonly unknown[];
  jumpTo?: 'end' | 'model' | undefined;
}

export interface Middleware {
  afterModel?: Hook | { hook: Hook };
}

interface MiddlewareConfig {
  name: string;
  afterModel?: { canJumpTo: string[]; hook: Hook };
  wrapModelCall: (
    request: { tools: readonly unknown[] },
    handler: (request: object) => Promise<unknown>,
  ) => Promise<unknown>;
  wrapToolCall: (request: ToolCallRequest, handler: (request: ToolCallRequest) => Promise<unknown>) => Promise<unknown>;
}
