import { boundSignals, isGrantable } from '../condition/derived-signals.ts';
import type { CompiledRule, CompiledRuleSet } from '../decide/compile.ts';
import { grantFor, termsOf } from '../decide/grants.ts';
import type { Mismatch } from '../model/expectation.ts';
import type { Grant } from '../model/grant.ts';
import type { Sample, SampleGrant } from '../model/samples.ts';
import { formatTimestamp, parseTimestamp } from '../model/time/timestamp.ts';
import { parseDuration } from '../model/time/duration.ts';

/** The grants of a sample, and those that cannot be issued, as unmet expectations. */
export interface SampleGrants {
  grants: Grant[];
  mismatches: Mismatch[];
}

/**
 * The grants with which a sample is decided. A rule's id alone stands for a grant that a reviewer of this very case has issued.
 * @param at the decision time of the sample, in milliseconds since the Unix epoch
 */
export function sampleGrants(
  compiled: CompiledRuleSet,
  { grants = [], input }: Pick<Sample, 'grants' | 'input'>,
  at: number,
): SampleGrants {
  const made: Grant[] = [];
  const mismatches: Mismatch[] = [];
  for (const [index, written] of grants.entries()) {
    const given: SampleGrant = typeof written === 'string' ? { rule: written } : written;
    const named = compiled.rules.filter(each => isGrantable(each.rule) && isNamed(each, given.rule));
    const rule = named.find(({ from, until }) => at >= from && at < until) ?? named[0];
    const id = given.id ?? `${given.rule} (${index + 1})`;
    const issuedAt = (given.issuedAt === undefined ? undefined : parseTimestamp(given.issuedAt)) ?? at;
    const grant = rule && grantFrom(compiled, rule, given, { id, input, at, issuedAt });
    if (grant) made.push(grant);
    else mismatches.push({ key: `grants/${index}`, expected: given.rule, actual: whyNot(rule) });
  }
  return { grants: made, mismatches };
}

function whyNot(rule: CompiledRule | undefined): string {
  if (rule === undefined) return 'there is no such rule that escalates and has a `grant`';
  const names = boundSignals(rule.rule).map(name => `\`${name}\``);
  return `no grant can be issued for this input: the rule is not in force, or one of ${names.join(', ')} is missing`;
}

function isNamed({ ref }: CompiledRule, name: string): boolean {
  return name === ref.id || name === `${ref.id}@${ref.version}`;
}

interface Occasion {
  id: string;
  input: Sample['input'];
  at: number;
  issuedAt: number;
}

function grantFrom(
  compiled: CompiledRuleSet,
  version: CompiledRule,
  { bound, expiresAt, usesLeft, by = 'reviewer' }: SampleGrant,
  { id, input, at, issuedAt }: Occasion,
): Grant | null {
  const { rule, ref } = version;
  const more = { ...(expiresAt === undefined ? {} : { expiresAt }), ...(usesLeft === undefined ? {} : { usesLeft }) };
  if (bound === undefined) {
    const grant = grantFor(compiled, ref.id, { input, at, by, id, issuedAt });
    return grant?.rule.version === ref.version ? { ...grant, ...more } : null;
  }
  return {
    id,
    rule: { ...ref },
    terms: termsOf(compiled, version),
    issuedAt: formatTimestamp(issuedAt),
    expiresAt: formatTimestamp(issuedAt + (parseDuration(rule.grant?.validFor ?? '') ?? 0)),
    usesLeft: rule.grant?.uses ?? 1,
    bound,
    by,
    ...more,
  };
}
