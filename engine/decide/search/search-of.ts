import type { FiringRules } from '../compile.ts';
import { createIndexedSearch } from './indexed-search.ts';
import { createPlainSearch } from './plain-search.ts';
import type { Search } from './search.ts';

/** From this decision on an index is worth its building. */
const worthwhile = 100;

interface Known {
  search: Search;
  decisions: number;
}

const known = new WeakMap<FiringRules, Known>();

/**
 * The search of a rule set, for one decision. The first decisions are made without an index: an editor compiles a rule set anew with every
 * change, and decides once. Both ways lead to the same rules.
 */
export function searchOf(compiled: FiringRules): Search {
  let one = known.get(compiled);
  if (!one) known.set(compiled, (one = { search: createPlainSearch(compiled), decisions: 0 }));
  if (++one.decisions === worthwhile) one.search = createIndexedSearch(compiled);
  return one.search;
}
