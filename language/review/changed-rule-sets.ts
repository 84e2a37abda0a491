/** A file that differs between two states of a repository: its path or URI in each, or null if it does not exist there. */
export interface FileChange {
  before: string | null;
  after: string | null;
}

/** A rule file in one state of the repository. */
export interface RuleFile {
  /** Null if the file cannot be read. */
  kind: 'rule-set' | 'library' | null;
  /** Name of the rule set; null if the file cannot be read. */
  name: string | null;
  /** The file itself, its imports and the schemas of its payload contracts, including missing ones. */
  files: readonly string[];
}

/** What has to be known of two states of a repository. */
export interface RepositoryStates {
  /** All files that differ. */
  changes: readonly FileChange[];
  /** Unchanged rule files: their paths in both states. */
  unchanged: readonly { before: string; after: string }[];
  isRuleFile: (file: string) => boolean;
  /** True for a published snapshot. Publishing one is not a change of rules. */
  isSnapshot: (file: string) => boolean;
  /** False for rule files to leave out. They still count as imports of others. */
  isWanted?: (file: string) => boolean;
  /** Null if there is no such file. */
  look: (state: 'before' | 'after', file: string) => Promise<RuleFile | null>;
}

/** A rule set's file in both states; null if it does not exist there. */
export interface ChangedRuleSet {
  before: string | null;
  after: string | null;
}

/**
 * Every rule set that differs between two states of a repository: modified, added, removed, renamed, or with a modified import or
 * schema. Libraries are not listed. A removed and an added rule set with the same name count as one.
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
  /** Name of the rule set, in the state after if it exists there. */
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
  const rulesBefore = before === null ? null : notLibrary(await look('before', before));
  if (rulesBefore === null && after !== null && isSnapshot(after)) return null;
  const rulesAfter = after === null ? null : notLibrary(await look('after', after));
  if (rulesBefore === null && rulesAfter === null) return null;
  return {
    before: rulesBefore && before,
    after: rulesAfter && after,
    name: rulesAfter?.name ?? rulesBefore?.name ?? null,
  };
}

function notLibrary(rules: RuleFile | null): RuleFile | null {
  return rules?.kind === 'library' ? null : rules;
}

/** Joins each removed rule set with an added one of the same name. */
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
