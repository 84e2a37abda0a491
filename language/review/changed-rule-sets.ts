/** A file that differs between two states of a repository, by its path or URI in each; null if it is not there. */
export interface FileChange {
  before: string | null;
  after: string | null;
}

/** What a rule file is in one state of the repository. */
export interface RuleFile {
  /** A library decides nothing by itself. Null if it cannot be read. */
  kind: 'rule-set' | 'library' | null;
  /** Of the rule set; null if it cannot be read. */
  name: string | null;
  /** Itself, its imports, the schemas of its payload contracts; those that are not there included. */
  files: readonly string[];
}

/** Two states of a repository, as much of them as the question needs. */
export interface RepositoryStates {
  /** Every file that differs. */
  changes: readonly FileChange[];
  /** Rule files that did not change themselves, in both states. */
  unchanged: readonly { before: string; after: string }[];
  isRuleFile: (file: string) => boolean;
  /** True for a published snapshot: a new one is no change of rules. */
  isSnapshot: (file: string) => boolean;
  /** False for files that nobody asks about; what is made of them may be asked about. */
  isWanted?: (file: string) => boolean;
  /** Null if there is no such file. */
  look: (state: 'before' | 'after', file: string) => Promise<RuleFile | null>;
}

/** A rule set in both states; null where it is not there. */
export interface ChangedRuleSet {
  before: string | null;
  after: string | null;
}

/**
 * Every rule set that differs between two states of a repository: changed, added, removed or renamed, or made of a file that changed. Libraries are not
 * listed; who imports them is. A rule set that went and one of the same name that came are one.
 */
export async function changedRuleSets(states: RepositoryStates): Promise<ChangedRuleSet[]> {
  const { changes, unchanged, isWanted = () => true, look } = states;
  const changed = new Set(changes.flatMap(({ before, after }) => [before, after]));
  const found: NamedPair[] = [];
  for (const change of changes) {
    const pair = await changedItself(states, change, isWanted);
    if (pair !== null) found.push(pair);
  }
  for (const { before, after } of unchanged) {
    const rules = isWanted(after) ? await look('after', after) : null;
    if (rules?.kind === 'rule-set' && rules.files.some(file => changed.has(file)))
      found.push({ before, after, name: rules.name });
  }
  return movedTogether(found).map(({ before, after }) => ({ before, after }));
}

interface NamedPair extends ChangedRuleSet {
  /** Of the rule set, in the later state if it is there. */
  name: string | null;
}

async function changedItself(
  { isRuleFile, isSnapshot, look }: RepositoryStates,
  change: FileChange,
  isWanted: (file: string) => boolean,
): Promise<NamedPair | null> {
  const before = change.before !== null && isRuleFile(change.before) ? change.before : null;
  const after = change.after !== null && isRuleFile(change.after) ? change.after : null;
  if (![before, after].some(file => file !== null && isWanted(file))) return null;
  const was = before === null ? null : notLibrary(await look('before', before));
  if (was === null && after !== null && isSnapshot(after)) return null;
  const is = after === null ? null : notLibrary(await look('after', after));
  if (was === null && is === null) return null;
  return { before: was && before, after: is && after, name: is?.name ?? was?.name ?? null };
}

function notLibrary(rules: RuleFile | null): RuleFile | null {
  return rules?.kind === 'library' ? null : rules;
}

/** Joins what went with what came under the same name, however much was changed on the way. */
function movedTogether(pairs: readonly NamedPair[]): NamedPair[] {
  const removed = pairs.filter(({ after }) => after === null);
  const joined = new Set<NamedPair>();
  const result = pairs.map((pair): NamedPair => {
    if (pair.before !== null || pair.name === null) return pair;
    const from = removed.find(each => !joined.has(each) && each.name === pair.name);
    if (from === undefined) return pair;
    joined.add(from);
    return { ...pair, before: from.before };
  });
  return result.filter((_, at) => !joined.has(pairs[at] as NamedPair));
}
