/** A condition as lines that are read one below the other: alternatives, each a list of parts that must all hold. */
export type ConditionLines = string[][];

/**
 * Takes a CEL condition apart at its outermost `||`, and each alternative at its outermost `&&`. Texts and brackets stay whole; brackets around an
 * alternative go.
 */
export function conditionLines(condition: string): ConditionLines {
  return split(condition, '||').map(alternative => split(unwrapped(alternative), '&&'));
}

/** The same condition without brackets that hold all of it. */
function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  const inner = text.slice(1, -1);
  let depth = 0;
  for (const { character, quoted } of characters(inner)) {
    if (quoted) continue;
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return text;
  }
  // An `||` inside binds less than the `&&` at which parts are told apart.
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
  // A ternary binds less than both: what stands in one is not taken apart.
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
