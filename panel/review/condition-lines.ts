/** A condition as lines: alternatives, each a list of parts that must all hold. */
export type ConditionLines = string[][];

/**
 * Splits a CEL condition at its outermost `||`, and each alternative at its outermost `&&`. Strings and brackets are not split; brackets around a whole
 * alternative are removed.
 */
export function conditionLines(condition: string): ConditionLines {
  return split(condition, '||').map(alternative => split(unwrapped(alternative), '&&'));
}

/** The condition without brackets around all of it. */
function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  const inner = text.slice(1, -1);
  let depth = 0;
  for (const { character, quoted } of characters(inner)) {
    if (quoted) continue;
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return text;
  }
  // An `||` inside binds less tightly than the `&&` at which the alternative is split.
  return split(inner, '||').length === 1 ? inner : text;
}

function split(text: string, operator: '||' | '&&'): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { character, index, quoted } of characters(text)) {
    if (quoted) continue;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && index >= start && text.startsWith(operator, index)) {
      parts.push(text.slice(start, index).trim());
      start = index + operator.length;
    }
  }
  // A ternary binds less tightly than both, so its operands are not split.
  return parts.length > 0 && hasOuterTernary(text) ? [text.trim()] : [...parts, text.slice(start).trim()];
}

function hasOuterTernary(text: string): boolean {
  let depth = 0;
  for (const { character, quoted } of characters(text)) {
    if (quoted) continue;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && character === '?') return true;
  }
  return false;
}

function* characters(text: string): Generator<{ character: string; index: number; quoted: boolean }> {
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote !== '') {
      yield { character, index, quoted: true };
      if (character === '\\') yield { character: text.charAt(++index), index, quoted: true };
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
      yield { character, index, quoted: true };
    } else yield { character, index, quoted: false };
  }
}
