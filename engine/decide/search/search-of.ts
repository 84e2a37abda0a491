import type { FiringRules } from '../compile.ts';
import { createIndexedSearch } from './indexed-search.ts';
import { createPlainSearch } from './plain-search.ts';
import type { Search } from './search.ts';

/** The number of decisions from which on building an index pays off. */
const worthwhile = 100;

interface Known {
  search: Search;
  decisions: number;
}

const known = new WeakMap<FiringRules, Known>();

/**
 * The search to use for the next decision of a rule set. The first decisions use no index, because an editor compiles a rule set again after each change
 * and decides once. Both searches find the same rules.
 */
export function searchOf(compiled: FiringRules): Search {
  let one = known.get(compiled);
  if (!one) known.set(compiled, (one = { search: createPlainSearch(compiled), decisions: 0 }));
  if (++one.decisions === worthwhile) one.search = createIndexedSearch(compiled);
  return one.search;
}
