import type { RuleSet } from '../../../engine/model/rule-set.ts';
import type { ExportedFile, ExportSource } from '../../exported-file.ts';
import { stampOf, stampText } from '../../stamp.ts';
import { type GatePrograms, hasPatterns } from '../gate-file.ts';
import { hostTypes } from './host-types.ts';

/** The hosts whose gate is a module of the program that runs the agent. */
export const codeHosts = ['langchain', 'openai-agents', 'ai-sdk'] as const;
export type CodeHost = (typeof codeHosts)[number];

/** A module that decides without any other file, with its types. The rules are data in front of the program. */
export function codeModule(host: CodeHost, source: ExportSource, programs: GatePrograms): ExportedFile[] {
  const { ruleSet, digest } = source;
  const stamp = `// ${stampText(stampOf(source))}`;
  const notice = '// Written by `handrail export`. Do not edit it: change the rules and export them again.';
  const path = `.handrail/${host}`;
  return [
    {
      path: `${path}.mjs`,
      part: 'whole',
      text: [
        stamp,
        notice,
        ...imports[host],
        // As text, since `__proto__` in an object literal is no key.
        `const HANDRAIL = JSON.parse(${JSON.stringify(JSON.stringify({ ruleSet, digest }))});`,
        (hasPatterns(ruleSet) ? programs.full : programs.plain).trimEnd(),
        exported[host],
        '',
      ].join('\n'),
    },
    {
      path: `${path}.d.mts`,
      part: 'whole',
      text: [stamp, notice, signalTypes(ruleSet), sharedTypes, hostTypes[host], ''].join('\n'),
    },
  ];
}

/** What the module imports of the user's packages. */
const imports: Record<CodeHost, string[]> = {
  langchain: ["import { AIMessage, createMiddleware, humanInTheLoopMiddleware, ToolMessage } from 'langchain';"],
  'openai-agents': [],
  'ai-sdk': [],
};

const exported: Record<CodeHost, string> = {
  langchain: `export const { HandrailStop, handrail } = HANDRAIL.gates.langchain(HANDRAIL, {
  AIMessage,
  createMiddleware,
  humanInTheLoopMiddleware,
  ToolMessage,
});`,
  'openai-agents': 'export const { HandrailStop, guard, guarded } = HANDRAIL.gates.openAiAgents(HANDRAIL);',
  'ai-sdk': 'export const { HandrailStop, handrail } = HANDRAIL.gates.aiSdk(HANDRAIL);',
};

const typescriptTypes = { number: 'number', integer: 'number', string: 'string', boolean: 'boolean' } as const;

/** The signals that a program can pass as context: all but those that the call itself says. */
function signalTypes({ signals = {} }: RuleSet): string {
  const lines = Object.entries(signals)
    .filter(([name]) => !/^(?:tool|host)(?:\.|$)/.test(name))
    .map(([name, { type, items }]) => {
      const written =
        type === 'array' ? `${items === undefined ? 'unknown' : typescriptTypes[items.type]}[]` : typescriptTypes[type];
      return `  ${JSON.stringify(name)}?: ${written};`;
    });
  return [
    '/** Signals of the rules that the call itself does not say. */',
    'export interface Signals {',
    ...lines,
    '}',
  ].join('\n');
}

const sharedTypes = `
/** A call of a tool: the input that the rules decide on. */
export interface ToolCall {
  tool: { name: string; native: string; server?: string; args: Record<string, unknown> };
  agent: { id?: string; type?: string; depth?: number };
  session: { id?: string; mode?: string; cwd?: string };
  host: { name: string; version?: string; event: string };
  human: { present?: boolean };
}

export interface Decision {
  /** The host's own id of the call; null if it gives none. */
  callId: string | null;
  /** What was decided on. */
  input: Record<string, unknown>;
  /** The decision record: \`decision\`, \`rule\`, \`reason\`, \`to\` and more. */
  record: { decision: string; rule: { id: string; version: number } | null; to: string | null; reason: string | null };
  /** \`none\`: the call runs; \`ask\`: a person is asked; \`deny\`: it does not run; \`stop\`: the run ends. */
  answer: 'none' | 'ask' | 'deny' | 'stop';
  /** For the agent and the person who is asked; empty if the call runs. */
  reason: string;
}

export interface Options {
  session?: ToolCall['session'];
  agent?: ToolCall['agent'];
  human?: ToolCall['human'];
  /** Signals that only the program knows. A name with dots may also be written as nested objects. They cannot replace \`tool\` or \`host\`. */
  context?: (call: ToolCall) => Signals | object | undefined | Promise<Signals | object | undefined>;
  /** The MCP server of a tool, by the name under which the model calls it; undefined if it is no tool of one. */
  server?: (tool: string) => string | undefined;
  /** Gets each decision before it takes effect. If it throws, the call does not run. */
  onDecision?: (decision: Decision) => void | Promise<void>;
  /** Gets the error if a call is blocked because it could not be decided. */
  onFailure?: (error: unknown) => void;
  /** The path of a decision log. If it cannot be written, calls do not run. */
  log?: string;
  /** Milliseconds in which a call must be decided, or else does not run; 8000 if absent. */
  timeout?: number;
}

/** A rule ended the run. */
export declare class HandrailStop extends Error {}
`;
