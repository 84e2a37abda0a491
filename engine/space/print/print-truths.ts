import { both, either, tight, type CelText } from './cel-text.ts';

/**
 * A condition for a set of cells that differ in the truths of some tests: for each cell, a short conjunction that is false in all cells outside the set.
 * Combinations of truths that no cell has are ignored.
 * @param asks CEL for each test
 * @param truths the truths of the tests for each cell
 * @param wanted the cells in which the condition must be true
 */
export function coverTruths(
  asks: readonly string[],
  truths: readonly (readonly boolean[])[],
  wanted: readonly number[],
): CelText {
  const inside = new Set(wanted);
  const outside = truths.filter((_, cell) => !inside.has(cell));
  const left = new Set(wanted);
  const cases: CelText[] = [];
  for (const cell of wanted) {
    if (!left.has(cell)) continue;
    const own = truths[cell] ?? [];
    const agrees = (other: readonly boolean[], questions: readonly number[]) =>
      questions.every(question => other[question] === own[question]);
    let questions = own.map((_, question) => question);
    // Negated tests are dropped first, because they are less informative.
    for (const question of [...questions].sort((a, b) => Number(own[a]) - Number(own[b]))) {
      const fewer = questions.filter(each => each !== question);
      if (!outside.some(other => agrees(other, fewer))) questions = fewer;
    }
    for (const other of wanted) if (agrees(truths[other] ?? [], questions)) left.delete(other);
    cases.push(both(questions.map(question => written(asks[question] ?? '', own[question] === true))));
  }
  return either(cases);
}

function written(ask: string, holds: boolean): CelText {
  if (holds) return tight(ask);
  const turned = ask.replace(/^(\S+) == /, '$1 != ');
  return tight(turned === ask ? `!(${ask})` : turned);
}
