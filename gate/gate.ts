import { decide, type CompiledRuleSet } from '../engine/index.ts';
import type { DecisionRecord } from '../engine/model/decision-record.ts';
import { isJsonObject, type Json, type JsonObject } from '../engine/model/json.ts';
import { effectOf, hostOf, toolOf } from '../hosts/index.ts';
import { gateReason } from './reason.ts';
import type { Dialect, GateAnswer } from './dialects/dialect.ts';
import { dialects, isGateHost } from './dialects/index.ts';
import { inputOf, type ToolCall } from './tool-call.ts';

/** An event of a host that asks whether a tool may run. */
export interface GateEvent {
  dialect: Dialect;
  call: ToolCall;
  /** The call as the input of a decision. */
  input: Json;
}

/** Why there is no answer. The host is told only that there is none, so that an agent cannot probe the gate. */
export class GateFailure extends Error {}

/**
 * Reads what a host wrote to standard input.
 * @throws GateFailure if the host is unknown, or the text no event about a call of a tool
 */
export function readEvent(host: unknown, text: string): GateEvent {
  if (!isGateHost(host)) throw new GateFailure(`the host \`${String(host)}\` is unknown`);
  const event = parsed(text);
  const dialect: Dialect = dialects[host];
  const call = dialect.read(event);
  if (call === null) throw new GateFailure(`the event is not a call of a tool in ${hostOf(dialect.facts).title}`);
  return { dialect, call, input: inputOf(call) };
}

function parsed(text: string): JsonObject {
  let event: unknown;
  try {
    event = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new GateFailure(text.trim() === '' ? 'standard input is empty' : 'standard input is not JSON');
  }
  if (!isJsonObject(event)) throw new GateFailure('standard input is not a JSON object');
  return event;
}

/** What the rules decide about a call, and what the host is told. */
export interface GateDecision {
  record: DecisionRecord;
  answer: GateAnswer;
  /** For standard output; empty if the host is told nothing. */
  output: string;
}

/** Decides about a call. Only `continue` leaves it to the host; anything else asks a person if the host really asks, or else denies. */
export function decideCall(
  compiled: CompiledRuleSet,
  { dialect, call, input }: GateEvent,
  { at, grants }: { at: number; grants?: readonly unknown[] },
): GateDecision {
  const record = decide(compiled, input, { at, ...(grants === undefined ? {} : { grants }) });
  const kind = answerFor(record, asks(dialect, call));
  const reason = kind === 'none' ? '' : gateReason(record, compiled.ruleSet, kind, hostOf(dialect.facts).title);
  const answer: GateAnswer = { answer: kind, reason };
  const written = dialect.write(answer, call.host.event);
  return { record, answer, output: written === null ? '' : JSON.stringify(written) };
}

function answerFor({ decision }: DecisionRecord, canAsk: boolean): GateAnswer['answer'] {
  switch (decision) {
    case 'continue':
      return 'none';
    case 'deny':
    case 'stop':
      return decision;
    case 'pause':
    case 'route':
    case 'escalate':
      return canAsk ? 'ask' : 'deny';
  }
}

/** True if the host asks a person about this very call when a gate says so. */
function asks({ facts }: Dialect, { tool, session, host }: ToolCall): boolean {
  const { kind } = tool.name.startsWith('mcp__') ? { kind: 'mcp' as const } : toolOf(facts, tool.native);
  const { modesWithoutAsking = [] } = hostOf(facts);
  if (session.mode !== undefined && modesWithoutAsking.includes(session.mode)) return false;
  return effectOf(facts, host.event, 'ask', kind) === 'asks';
}
