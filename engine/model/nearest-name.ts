/** Maximum number of candidates. Beyond it, nothing is suggested, because the time grows with the number of misspelt names too. */
const maxCandidates = 1000;

/**
 * The candidate most similar to a misspelt name; undefined if none is close. That is the one with the fewest edits (Damerau-Levenshtein distance, ignoring
 * case), at most one for every four letters and at most three, or else the only one that begins with the name. Names with the opposite meaning or other
 * numbers are excluded. Ties go to the first candidate.
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const candidates: string[] = [];
  for (const each of names) if (each !== name && candidates.push(each) > maxCandidates) return undefined;
  const limit = maxEdits(name.length);
  const lower = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance || name.length > 100) continue;
    const distance = editDistance(lower, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance && !isContrary(name, candidate)) [best, bestDistance] = [candidate, distance];
  }
  return best ?? onlyContinuation(lower, candidates);
}

/** The maximum number of edits for a name. In names of one or two letters, only the case may differ. */
function maxEdits(length: number): number {
  return length < 3 ? 0 : Math.min(3, Math.max(1, Math.floor(length / 4)));
}

const opposites: readonly (readonly [string, string])[] = [
  ['min', 'max'],
  ['minimum', 'maximum'],
  ['low', 'high'],
  ['lower', 'upper'],
  ['first', 'last'],
  ['before', 'after'],
  ['from', 'to'],
  ['from', 'until'],
  ['on', 'off'],
  ['in', 'out'],
  ['input', 'output'],
  ['enable', 'disable'],
  ['enabled', 'disabled'],
  ['increase', 'decrease'],
  ['increased', 'decreased'],
];
const negations = ['un', 'in', 'im', 'ir', 'il', 'non', 'dis', 'de', 'not', 'no'];

/** True if two names differ by a negation, a pair of opposites, or their numbers. */
function isContrary(a: string, b: string): boolean {
  const [numbersA, numbersB] = [a, b].map(name => name.match(/\d+/g)?.join(' '));
  if (numbersA !== undefined && numbersB !== undefined && numbersA !== numbersB) return true;
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  const [wordA = '', ...moreA] = wordsA.filter(word => !wordsB.includes(word));
  const [wordB = '', ...moreB] = wordsB.filter(word => !wordsA.includes(word));
  if (moreA.length > 0 || moreB.length > 0) return false;
  return (
    isNegation(wordA, wordB) ||
    isNegation(wordB, wordA) ||
    opposites.some(([x, y]) => (wordA === x && wordB === y) || (wordA === y && wordB === x))
  );
}

/** True if a word negates another, like `invalid` and `valid`, or is a negation itself if the other is empty. */
function isNegation(word: string, of: string): boolean {
  if (of === '') return ['not', 'no', 'non', 'never'].includes(word);
  return of.length > 2 && negations.some(negation => word === negation + of);
}

/** The words of `min_amount`, `minAmount` or `min-amount`, in lower case. */
function wordsOf(name: string): string[] {
  const separated = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return separated.split(/[^a-z]+/).filter(word => word !== '');
}

function onlyContinuation(lower: string, candidates: readonly string[]): string | undefined {
  if (lower.length < 3) return undefined;
  const longer = candidates.filter(
    candidate => candidate.length > lower.length && candidate.toLowerCase().startsWith(lower),
  );
  return longer.length === 1 ? longer[0] : undefined;
}

/** The edit distance if it is below `limit`; otherwise any number that is not. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    // No later row has a value below the minimum of two consecutive rows.
    if (Math.min(...row) >= limit && Math.min(...last) >= limit) return limit;
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
