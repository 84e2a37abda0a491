import { compile, type CompiledRuleSet, decide, digest } from '../../engine/index.ts';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { Keeper } from '../node/run.ts';
import { gateReason } from '../reason.ts';
import { inputOf, mcpToolName, serverOf, type ToolCall } from '../tool-call.ts';
import { addContext } from './context.ts';
import { plainArguments, plainData } from './plain-data.ts';

/** What an export writes in front of a program. */
export interface EmbeddedRules {
  ruleSet: RuleSet;
  /** Of the rule set, as in a decision record. */
  digest: string;
}

/** What a program that runs an agent says about it. */
export interface GateOptions {
  session?: ToolCall['session'];
  agent?: ToolCall['agent'];
  human?: ToolCall['human'];
  /** Signals that only the program knows, such as `{ confidence: 0.64 }`, by the name of the signal. They cannot replace `tool` or `host`. */
  context?: (call: ToolCall) => object | undefined | Promise<object | undefined>;
  /** The MCP server of a tool, by the name under which the host calls it; undefined if it is no tool of one. */
  server?: (tool: string) => string | undefined;
  /** Gets each decision before it takes effect. If it throws, the call does not run. */
  onDecision?: (event: EmbeddedDecision) => void | Promise<void>;
  /** Gets the reason if a call is blocked because it could not be decided. */
  onFailure?: (error: unknown) => void;
  /** The path of a decision log, with the grants in it. If it cannot be written, calls do not run. */
  log?: string;
  /** Milliseconds in which a call must be decided, or else does not run; 8000 if absent. */
  timeout?: number;
}

/** A decision about a call, as it is recorded. */
export interface EmbeddedDecision {
  /** The host's own id of the call; null if it gives none. */
  callId: string | null;
  /** What was decided on. */
  input: JsonObject;
  record: DecisionRecord;
  answer: Answer;
  /** For the agent and the person who is asked; empty if the call runs. */
  reason: string;
}

/** A call as a host makes it. */
export interface HostCall {
  name: string;
  args: unknown;
  id?: string | undefined;
  server?: string | undefined;
}

/** What becomes of a call: it runs, a person is asked, it does not run, or the run ends. */
export type Answer = 'none' | 'ask' | 'deny' | 'stop';

export interface Verdict {
  answer: Answer;
  /** For the agent and the person who is asked; empty if the call runs. */
  reason: string;
  /** What was decided on: run the call with these. */
  args: JsonObject;
}

/** Opens a decision log, with the grants in it. */
export type OpenLog = (log: string, ruleSet: RuleSet) => Keeper;

/** The run ends because a rule says so. */
export class HandrailStop extends Error {
  override name = 'HandrailStop';
}

/** It does not say why: an agent could learn from it how to get through. */
export const blockedReason = 'Handrail could not check this call, so it is blocked.';

const defaultTimeout = 8000;

/** How often a call is decided again because others spent its grants. */
const maxAttempts = 5;

export interface CallGate {
  /**
   * Decides about a call. Never rejects: what cannot be decided is denied.
   * @param recorded the answers that are recorded, if a host asks more than once about a call; all if absent
   */
  decide(call: HostCall, recorded?: readonly Answer[]): Promise<Verdict>;
  /** True if a decision of these rules can stop a run. */
  stops: boolean;
}

/**
 * Decides about calls of tools within the program that makes them.
 * @throws if the rules are not those that were exported, so that the program does not start
 */
export function createCallGate(
  host: { id: string; title: string; event: string },
  rules: EmbeddedRules,
  options: GateOptions,
  openLog: OpenLog,
): CallGate {
  const compiled = compiledRules(rules);
  const { ruleSet } = compiled;
  const { timeout = defaultTimeout, onFailure, log } = options;
  const keeper = log === undefined ? null : openLog(log, ruleSet);

  return {
    decide: (call, recorded) => guarded(() => decided(call, recorded)),
    stops: [...ruleSet.rules, ruleSet.default].some(outcome => outcome?.decide === 'stop'),
  };

  async function guarded(work: () => Promise<Verdict>): Promise<Verdict> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not decided within ${timeout} ms`)), timeout);
      });
      return await Promise.race([work(), late]);
    } catch (error) {
      try {
        onFailure?.(error);
      } catch {
        // The call is blocked anyway.
      }
      return { answer: 'deny', reason: blockedReason, args: {} };
    } finally {
      clearTimeout(timer);
    }
  }

  async function decided(call: HostCall, recorded?: readonly Answer[]): Promise<Verdict> {
    const toolCall = toolCallOf(call);
    const input = inputOf(toolCall) as JsonObject;
    // The callback gets a copy: what it changes there is not what is decided on.
    const context = await options.context?.(inputOf(toolCall) as unknown as ToolCall);
    if (context !== undefined) addContext(input, plainArguments(context));
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const at = Date.now();
      const grants = await keeper?.grants(compiled, { call: toolCall, input }, at);
      const record = decide(compiled, input, grants === undefined ? { at } : { at, grants });
      const answer = answerFor(record);
      const reason = answer === 'none' ? '' : gateReason(record, ruleSet, answer, host.title);
      const verdict = { answer, reason, args: toolCall.tool.args };
      if (recorded !== undefined && !recorded.includes(answer)) return verdict;
      if ((await keeper?.keep({ call: toolCall, input }, { record })) === false) continue;
      await options.onDecision?.({ callId: call.id ?? null, input, record, answer, reason });
      return verdict;
    }
    throw new Error('other calls spent the grants of this one each time');
  }

  function toolCallOf({ name: native, args, server: told }: HostCall): ToolCall {
    if (typeof native !== 'string' || native === '') throw new Error('the call names no tool');
    const given = told ?? options.server?.(native);
    const name = given === undefined || native.startsWith('mcp__') ? native : mcpToolName(given, native);
    const server = serverOf(name);
    return {
      tool: { name, native, ...(server === undefined ? {} : { server }), args: plainArguments(args) },
      agent: plainData(options.agent ?? {}) as ToolCall['agent'],
      session: plainData(options.session ?? {}) as ToolCall['session'],
      host: { name: host.id, event: host.event },
      human: plainData(options.human ?? {}) as ToolCall['human'],
    };
  }
}

/** A program may make a gate for each request. */
const compiledBefore = new WeakMap<EmbeddedRules, CompiledRuleSet>();

function compiledRules(rules: EmbeddedRules): CompiledRuleSet {
  const before = compiledBefore.get(rules);
  if (before !== undefined) return before;
  if (digest(rules.ruleSet) !== rules.digest)
    throw new Error('Handrail: the rules were changed after they were exported.');
  const compiled = compile(rules.ruleSet);
  compiledBefore.set(rules, compiled);
  return compiled;
}

function answerFor({ decision }: DecisionRecord): Answer {
  switch (decision) {
    case 'continue':
      return 'none';
    case 'pause':
    case 'route':
    case 'escalate':
      return 'ask';
    case 'deny':
    case 'stop':
      return decision;
  }
}
