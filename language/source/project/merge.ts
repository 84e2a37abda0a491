import { isJsonObject, ownValue, type Json, type JsonObject } from '../../../engine/model/json.ts';
import {
  languageVersions,
  type Assumption,
  type Invariant,
  type LanguageVersion,
  type PayloadContract,
  type Rule,
  type RuleSet,
  type Signal,
  type Target,
  type ThresholdDeclaration,
} from '../../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../document/document.ts';
import { listIn, objectIn } from './names.ts';
import type { SchemaProblem } from '../document/schema-problems.ts';

/** A file of a rule set. `breaks`: true for top-level keys and elements that violate the schema. */
export interface MergeFile {
  document: SourceDocument;
  breaks: (section: string, element?: string | number) => boolean;
}

/** A path in a file. */
export interface SourceLocation {
  uri: string;
  path: SourcePath;
}

export interface Merged {
  ruleSet: RuleSet;
  /** Where the elements of the merged lists come from: `rules/3` of the rule set is not always `rules/3` of the file. */
  origins: {
    rules: SourceLocation[];
    assumptions: SourceLocation[];
    invariants: SourceLocation[];
  };
}

/**
 * Merges a file and its imports into one rule set: declarations in the order imports, file; assumptions and invariants in the order
 * file, imports. Elements that violate the schema are left out, so that the result conforms to its type. The first definition of a
 * name counts.
 */
export function mergeRuleSet(root: MergeFile, imports: readonly MergeFile[]): Merged {
  const files = [...imports, root];
  const listFiles = [root, ...imports];
  const rules = validItems<Rule>([root], 'rules');
  const assumptions = validItems<Assumption>(listFiles, 'assumptions');
  const invariants = validItems<Invariant>(listFiles, 'invariants');
  const { value } = root.document;
  const ruleSet: RuleSet = {
    escalation: languageOf(files),
    name: stringOr(value, 'name', ''),
    version: stringOr(value, 'version', '0.0.0'),
    rules: rules.map(item => item.value),
  };
  // Sections that no file contains are left out, so that they do not change the digest.
  const written = (section: string) => files.some(({ document }) => isJsonObject(ownValue(document.value, section)));
  if (written('signals')) ruleSet.signals = validEntries<Signal>(files, 'signals');
  if (written('thresholds')) ruleSet.thresholds = validEntries<ThresholdDeclaration>(files, 'thresholds');
  if (written('targets')) ruleSet.targets = validEntries<Target>(files, 'targets');
  if (written('payloads')) ruleSet.payloads = validEntries<PayloadContract>(files, 'payloads');
  const rest: JsonObject = {};
  for (const key of ['description', 'owner', 'hitPolicy', 'onUnknown', 'default', 'governance', 'rollback']) {
    const found = ownValue(value, key);
    if (found !== undefined && !root.breaks(key)) rest[key] = found;
  }
  Object.assign(ruleSet, rest);
  if (assumptions.length > 0) ruleSet.assumptions = assumptions.map(item => item.value);
  if (invariants.length > 0) ruleSet.invariants = invariants.map(item => item.value);
  const at = (items: { at: SourceLocation }[]) => items.map(item => item.at);
  return { ruleSet, origins: { rules: at(rules), assumptions: at(assumptions), invariants: at(invariants) } };
}

/** A test for top-level keys and their elements: true if one of the paths leads to or into them. */
export function breaksAt(invalid: Iterable<SourcePath>): MergeFile['breaks'] {
  const elements = new Map<string | number | undefined, Set<string | number | undefined>>();
  for (const [section, element] of invalid) {
    let known = elements.get(section);
    if (known === undefined) elements.set(section, (known = new Set()));
    known.add(element);
  }
  return (section, element) =>
    element === undefined ? elements.has(section) : (elements.get(section)?.has(element) ?? false);
}

/** The paths of all schema problems, and of the elements with unlisted problems. */
export function brokenPaths(problems: readonly SchemaProblem[]): SourcePath[] {
  return problems.flatMap(({ path, unlisted = [] }) => [path, ...unlisted]);
}

/** The latest version of the language in which a file is written. */
function languageOf(files: readonly MergeFile[]): LanguageVersion {
  const written = files.map(({ document }) => ownValue(document.value, 'escalation'));
  return languageVersions.findLast(version => written.includes(version)) ?? 1;
}

function validItems<T>(files: readonly MergeFile[], section: string): { value: T; at: SourceLocation }[] {
  return files.flatMap(({ document, breaks }) =>
    listIn(document.value, section).flatMap((item, index) => {
      const path = [section, index];
      if (!isJsonObject(item) || breaks(section, index)) return [];
      return [{ value: item as unknown as T, at: { uri: document.uri, path } }];
    }),
  );
}

function validEntries<T>(files: readonly MergeFile[], section: string): Record<string, T> {
  const merged = new Map<string, Json>();
  for (const { document, breaks } of files) {
    for (const [name, declared] of Object.entries(objectIn(document.value, section))) {
      if (!merged.has(name) && !breaks(section, name)) merged.set(name, declared);
    }
  }
  return Object.fromEntries(merged) as unknown as Record<string, T>;
}

function stringOr(value: Json | undefined, key: string, fallback: string): string {
  const found = ownValue(value, key);
  return typeof found === 'string' ? found : fallback;
}
