import type { RuleSet } from '../engine/model/rule-set.ts';

/** What an export writes from: a rule set with its imports merged, and its identity. */
export interface ExportSource {
  ruleSet: RuleSet;
  /** SHA-256 hash of the rule set's canonical form, as in a decision record. */
  digest: string;
}

/** A file that an export writes, whole or in part. */
export interface ExportedFile {
  /** Relative to the root of the repository, with `/`. */
  path: string;
  /**
   * `whole`: the export owns the file. `block`: it owns the part between its markers, and the rest is the user's. `json`: it owns the entries that it
   * finds again by their content, in a JSON file of the user's.
   */
  part: 'whole' | 'block' | 'json';
  text: string;
}
