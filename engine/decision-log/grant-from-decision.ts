import { boundSignals, isGrantable } from '../condition/derived-signals.ts';
import type { CompiledRuleSet } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import { grantFor } from '../decide/grants.ts';
import { isRedacted } from '../decide/redact.ts';
import type { Grant } from '../model/grant.ts';
import { type JsonObject, valueAtPath } from '../model/json.ts';
import { ruleName, type RuleRef } from '../model/rule-set.ts';
import { formatDuration } from '../model/time/duration.ts';
import { formatTimestamp, parseTimestamp } from '../model/time/timestamp.ts';
import type { DecisionMade } from './events.ts';

export interface GrantGiven {
  /** The reviewer. */
  by: string;
  /** A name for the grant that no other one has. */
  id: string;
  /** In milliseconds since the Unix epoch. */
  issuedAt: number;
  /** Fewer uses than the rule allows. */
  uses?: number;
  /** A shorter time than the rule allows, in milliseconds. */
  validFor?: number;
}

/**
 * The grant that a reviewer of a logged decision can issue: as wide as the rule allows, or narrower. Of sensitive signals it has what the log shows.
 * @returns `refused` if there can be none: why, in words
 */
export function grantFromDecision(
  compiled: CompiledRuleSet,
  event: DecisionMade,
  { by, id, issuedAt, uses, validFor }: GrantGiven,
): { grant: Grant } | { refused: string } {
  const at = parseTimestamp(event.at) ?? NaN;
  const { name, rules } = compiled.ruleSet;
  const record = event.record ?? decide(compiled, event.input, { at });
  const about = `decision \`${event.id}\``;
  if (record.ruleset !== name)
    return { refused: `The ${about} was made by the rule set \`${record.ruleset}\`, not by \`${name}\`.` };
  const { rule } = record;
  const decider = rule === null ? 'the default' : `\`${ruleName(rule)}\``;
  if (record.decision !== 'escalate')
    return {
      refused: `The ${about} is \`${record.decision}\`, by ${decider}: only what a rule escalates can be granted.`,
    };
  if (rule === null) return { refused: `The ${about} is by the default, which has no \`grant\`.` };
  const declaring = rules.filter(each => each.id === rule.id && isGrantable(each));
  if (declaring.length === 0)
    return { refused: `The rule \`${rule.id}\` has no \`grant\`, so its escalations can only be allowed one by one.` };

  const hidden = redactedAmong(declaring.flatMap(boundSignals), event.input);
  const unknown = Object.keys(hidden).find(each => hidden[each] === '[redacted]');
  if (unknown !== undefined)
    return { refused: `The value of \`${unknown}\` was redacted without a key, so a grant cannot be bound to it.` };
  const widest = grantFor(compiled, rule.id, { input: event.input, at, by, id, issuedAt, redacted: hidden });
  if (widest === null) return { refused: whyNone(compiled, rule, { event, at, hidden }) };
  const longest = (parseTimestamp(widest.expiresAt) ?? issuedAt) - issuedAt;
  if (uses !== undefined && uses > widest.usesLeft)
    return { refused: `The rule \`${rule.id}\` allows at most ${widest.usesLeft} uses, not ${uses}.` };
  if (validFor !== undefined && validFor > longest)
    return {
      refused: `The rule \`${rule.id}\` allows at most ${formatDuration(longest)}, not ${formatDuration(validFor)}.`,
    };
  return {
    grant: {
      ...widest,
      usesLeft: uses ?? widest.usesLeft,
      expiresAt: formatTimestamp(issuedAt + (validFor ?? longest)),
    },
  };
}

function redactedAmong(names: readonly string[], input: JsonObject): JsonObject {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = valueAtPath(input, name.split('.'));
      return isRedacted(value) ? [[name, value]] : [];
    }),
  );
}

/** Why no grant of a rule can be made for a case. */
function whyNone(
  compiled: CompiledRuleSet,
  rule: RuleRef,
  { event, at, hidden }: { event: DecisionMade; at: number; hidden: JsonObject },
): string {
  const versions = compiled.ruleSet.rules.filter(({ id }) => id === rule.id);
  const bound = new Set(versions.flatMap(boundSignals));
  const missing = decide(compiled, event.input, { at }).missing.find(
    ({ signal }) => bound.has(signal) && !Object.hasOwn(hidden, signal),
  );
  if (missing === undefined)
    return `No version of the rule \`${rule.id}\` with a \`grant\` is in force for this input.`;
  return `The input has no value of \`${missing.signal}\` (${missing.detail ?? missing.cause}), which a grant of \`${rule.id}\` binds.`;
}
