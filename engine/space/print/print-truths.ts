import { both, either, tight, type CelText } from './cel-text.ts';

/**
 * Cells that are told apart by the truths of some questions, as a condition over the questions: for each cell the shortest conjunction around it that holds of no
 * cell outside. Combinations of truths that no cell has make no difference.
 * @param asks CEL for each question
 * @param truths by cell, the answers
 * @param wanted the cells for which the condition is to be true
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
    // What is false says less than what is true, so it goes first.
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
