/** A CEL expression with the precedence of its outermost operator, so that parentheses are added only if needed. */
export interface CelText {
  text: string;
  binds: 'or' | 'and' | 'tight';
  /** The operands of `or` and `and`. */
  parts: readonly CelText[];
}

export function tight(text: string): CelText {
  return { text, binds: 'tight', parts: [] };
}

/** The conjunction of conditions; `true` if there are none. */
export function both(parts: readonly CelText[]): CelText {
  return joined(parts, 'and');
}

/** The disjunction of conditions; `false` if there are none. */
export function either(parts: readonly CelText[]): CelText {
  return joined(parts, 'or');
}

/** The negation of a condition. */
export function not({ text, binds }: CelText): CelText {
  return tight(binds === 'tight' && /^[\w.]+(\(.*\))?$/.test(text) && !/\).*\(/.test(text) ? `!${text}` : `!(${text})`);
}

const neutral = { and: 'true', or: 'false' } as const;

function joined(parts: readonly CelText[], binds: 'and' | 'or'): CelText {
  const absorbing = neutral[binds === 'and' ? 'or' : 'and'];
  const flat = parts.flatMap(part => (part.binds === binds ? part.parts : [part]));
  if (flat.some(({ text }) => text === absorbing)) return tight(absorbing);
  const distinct = new Map(flat.filter(({ text }) => text !== neutral[binds]).map(part => [part.text, part]));
  const [first, ...others] = distinct.values();
  if (first === undefined) return tight(neutral[binds]);
  if (others.length === 0) return first;
  const operator = binds === 'and' ? ' && ' : ' || ';
  // && binds tighter than ||, but the parentheses spare readers from knowing it.
  const operands = [...distinct.values()];
  const text = operands.map(part => (part.binds === 'tight' ? part.text : `(${part.text})`)).join(operator);
  return { text, binds, parts: operands };
}
