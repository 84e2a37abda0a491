import { createHash } from 'node:crypto';
import type { Rollout, Rule } from '../../engine/model/rule-set.ts';
import { compare, int, type Expression, type Trigger } from './expression.ts';
import type { Value } from './values.ts';

const known = new Map<string, bigint>();

/** The bucket of a value in the rollouts of a rule, as the language reference defines it; that of a missing value is 99. */
export function bucketOf(rule: string, value: Value | undefined): bigint {
  if (value === undefined) return 99n;
  const text = `${rule}:${typeof value === 'bigint' ? String(value) : JSON.stringify(value)}`;
  const bucket = known.get(text) ?? hashed(text);
  known.set(text, bucket);
  return bucket;
}

function hashed(text: string): bigint {
  const start = createHash('sha256').update(text, 'utf8').digest().readBigUInt64BE(0);
  return (start * 100n) / 2n ** 64n;
}

/** The condition under which a rule fires: its trigger, for inputs in its rollout. */
export function inRollout({
  rule,
  trigger,
}: {
  rule: Pick<Rule, 'id' | 'rollout'>;
  trigger: Trigger | Expression;
}): Trigger {
  const inner: Trigger = 'kind' in trigger ? trigger : { kind: 'expression', expression: trigger };
  if (rule.rollout === undefined) return inner;
  const parts = clausesOfRollout(rule.id, rule.rollout).map((expression): Trigger => ({
    kind: 'expression',
    expression,
  }));
  return { kind: 'all', of: [...parts, inner] };
}

function clausesOfRollout(rule: string, { percent, from = 0, by }: Rollout): Expression[] {
  const bucket: Expression = { op: 'bucket', rule, by };
  return [compare(bucket, '>=', int(from)), compare(bucket, '<', int(from + percent))];
}

/** True for a clause about a bucket. */
export function isAboutBucket(clause: Expression): boolean {
  return clause.op === 'compare' && (clause.left.op === 'bucket' || clause.right.op === 'bucket');
}
