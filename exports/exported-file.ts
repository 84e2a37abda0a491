import type { Json } from '../engine/model/json.ts';
import type { RuleSet } from '../engine/model/rule-set.ts';

/** What an export writes from: a rule set with its imports merged, and its identity. */
export interface ExportSource {
  ruleSet: RuleSet;
  /** SHA-256 hash of the rule set's canonical form, as in a decision record. */
  digest: string;
  /** The ids of the targets that it lists under `exports`. */
  exports: readonly string[];
}

/** A file that an export writes, whole or in part. */
export type ExportedFile =
  /** `whole`: the export owns the file. `block`: it owns the part between its markers, and the rest is the user's. */
  | { path: string; part: 'whole' | 'block'; text: string }
  /** It owns some entries of a JSON file. */
  | { path: string; part: 'json'; entries: JsonEntry[] };

/** Part of a JSON file: an item of the list at a path, the value of the property at the path, or a value that must not be there. */
export interface JsonEntry {
  kind: 'item' | 'property' | 'not';
  path: readonly string[];
  value: Json;
  /** A text that the item of an earlier export has in it, and no other. */
  mark?: string;
  /** The list within an item that may hold things of the user's beside the marked one. */
  list?: string;
}
