/** A piece of CEL that knows how loosely its outermost operator binds, so that it gets parentheses where it needs them and nowhere else. */
export interface CelText {
  text: string;
  binds: 'or' | 'and' | 'tight';
  /** The operands of `or` and `and`. */
  parts: readonly CelText[];
}

export function tight(text: string): CelText {
  return { text, binds: 'tight', parts: [] };
}

/** All of some conditions; `true` for none. */
export function both(parts: readonly CelText[]): CelText {
  return joined(parts, 'and');
}

/** At least one of some conditions; `false` for none. */
export function either(parts: readonly CelText[]): CelText {
  return joined(parts, 'or');
}

/** The opposite of a condition that has a truth. */
export function not({ text, binds }: CelText): CelText {
  return tight(binds === 'tight' && /^[\w.]+(\(.*\))?$/.test(text) && !/\).*\(/.test(text) ? `!${text}` : `!(${text})`);
}

const neutral = { and: 'true', or: 'false' } as const;

function joined(parts: readonly CelText[], binds: 'and' | 'or'): CelText {
  const absorbing = neutral[binds === 'and' ? 'or' : 'and'];
  const flat = parts.flatMap(part => (part.binds === binds ? part.parts : [part]));
  if (flat.some(({ text }) => text === absorbing)) return tight(absorbing);
  const told = new Map(flat.filter(({ text }) => text !== neutral[binds]).map(part => [part.text, part]));
  const [first, ...others] = told.values();
  if (first === undefined) return tight(neutral[binds]);
  if (others.length === 0) return first;
  const operator = binds === 'and' ? ' && ' : ' || ';
  // "and" binds tighter than "or", but few readers want to have to know.
  const operands = [...told.values()];
  const text = operands.map(part => (part.binds === 'tight' ? part.text : `(${part.text})`)).join(operator);
  return { text, binds, parts: operands };
}
