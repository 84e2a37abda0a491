import { inputSignals } from '../../../engine/index.ts';
import { isJsonObject, type JsonObject } from '../../../engine/model/json.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Project } from '../../source/project/project.ts';
import { stepsAlong } from '../../source/tree/source-steps.ts';
import { isWhole } from '../analysis.ts';
import { nestedInWords, nestingFix } from '../dotted-key.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { causeAt, replacement } from '../places.ts';

export const unknownInput: FindingDefinition = {
  code: 'unknown-input',
  category: 'samples',
  fixable: true,
  severity: 'warning',
  title: "Key of a sample's input that nothing reads",
  summary:
    "Nothing in the rule set reads a key of a sample's input. A warning if it misspells a missing signal or names a threshold, else a hint.",
  detectInSamples: ({ project, document, cases }) => {
    const known = project === null ? null : readPaths(project);
    if (project === null || known === null) return [];
    const others = new Set<string>();
    const found = cases.flatMap(({ sample: { input }, path }) => {
      if (!isJsonObject(input)) return [];
      const unread = unreadIn(input, known, [...path, 'input']);
      const isThreshold = ({ name }: UnreadKey) => name === 'thresholds' || project.declarations.thresholds.has(name);
      // Real inputs have data that nothing reads: then a key that resembles a signal may be correct.
      const isReal = unread.some(each => each.meant === null && !each.isPath && !isThreshold(each));
      return unread.flatMap(each => {
        if (isThreshold(each)) return [threshold(document, each)];
        if (each.isPath) return [dotted(document, each)];
        if (!isReal) return [misspelt(document, each)];
        // Many samples have the same other data.
        if (others.has(each.name) || others.size >= maxOthers) return [];
        others.add(each.name);
        return [other(document, each)];
      });
    });
    // Aliases of one anchor share one place in the text.
    return [...new Map(found.map(each => [causeAt(each), each])).values()];
  },
};

/** Maximum number of distinct hints about other data in a file. */
const maxOthers = 200;

/** A step of the input paths that a rule set reads. */
interface Known {
  /** True if everything below this step is read. */
  whole: boolean;
  /** True if the step leads to a signal or is one. */
  signal: boolean;
  steps: Map<string, Known>;
}

/** The paths that a rule set reads; null if a part of it is unknown, which may read anything. */
function readPaths(project: Project): Known | null {
  const fields = project.expressions.filter(({ kind }) => kind === 'field');
  if (!isWhole(project) || fields.some(({ checked }) => checked.problems.length > 0)) return null;
  const root: Known = { whole: false, signal: true, steps: new Map() };
  const add = (path: string, signal: boolean): void => {
    let at = root;
    for (const step of path.split('.')) {
      const next: Known = at.steps.get(step) ?? { whole: false, signal: false, steps: new Map() };
      at.steps.set(step, next);
      next.signal ||= signal;
      at = next;
    }
    at.whole = true;
  };
  for (const [name, { observedAt }] of inputSignals(project.declarations)) {
    add(name, true);
    if (observedAt !== undefined) add(observedAt, false);
  }
  for (const { checked } of fields) for (const path of checked.paths ?? []) add(path, false);
  return root;
}

/** A key that nothing reads. */
interface UnreadKey {
  path: SourcePath;
  key: string;
  /** Path of the key in the input, with dots. */
  name: string;
  /** The missing step of a signal's path that was probably meant, and its path; null if no name is similar. */
  meant: { key: string; name: string } | null;
  /** True if a signal has this key as its path: `customer.tier` is `customer: { tier: … }`. */
  isPath: boolean;
}

function unreadIn(input: JsonObject, known: Known, path: SourcePath, before: readonly string[] = []): UnreadKey[] {
  const missing = [...known.steps].filter(([step, { signal }]) => signal && !Object.hasOwn(input, step));
  const names = missing.map(([step]) => step);
  const nameOf = (key: string) => [...before, key].join('.');
  return Object.entries(input).flatMap(([key, value]) => {
    const next = known.steps.get(key);
    if (next !== undefined)
      return next.whole || !isJsonObject(value) ? [] : unreadIn(value, next, [...path, key], [...before, key]);
    const near = nearestName(key, names);
    const meant = near === undefined ? null : { key: near, name: nameOf(near) };
    return [{ path: [...path, key], key, name: nameOf(key), meant, isPath: isPathIn(known, key) }];
  });
}

/** True if a key with dots is the path of a signal. */
function isPathIn(known: Known, key: string): boolean {
  if (!key.includes('.')) return false;
  const step = key.split('.').reduce<Known | undefined>((at, part) => at?.steps.get(part), known);
  return step !== undefined && step.signal && step.whole;
}

/** A signal's path as a single key. */
function dotted(document: SourceDocument, unread: UnreadKey): Detected {
  const fix = nestingFix(document, unread.path);
  return {
    message: `Nothing in the rule set reads a key \`${unread.key}\`: a signal's name is a path. Write ${nestedInWords(unread.key)}.`,
    ...placeOf(document, unread),
    fixes: fix === null ? [] : [fix],
  };
}

function threshold(document: SourceDocument, unread: UnreadKey): Detected {
  const what = unread.name === 'thresholds' ? 'thresholds have' : `\`${unread.name}\` is a threshold and has`;
  const message = `Nothing reads this key: ${what} the value that the rule set declares. Delete the key.`;
  return { message, ...placeOf(document, unread) };
}

function other(document: SourceDocument, unread: UnreadKey): Detected {
  const message = `Nothing in the rule set reads \`${unread.name}\`.`;
  return { message, severity: 'hint', faded: true, ...placeOf(document, unread) };
}

function misspelt(document: SourceDocument, unread: UnreadKey): Detected {
  const { key, meant } = unread;
  const place = placeOf(document, unread);
  if (meant === null) return other(document, unread);
  const written = document.text.slice(document.offsetAt(place.range.start), document.offsetAt(place.range.end));
  const isPlain = [key, `"${key}"`, `'${key}'`].includes(written);
  const title = `Change \`${key}\` to \`${meant.key}\``;
  return {
    message: `Nothing in the rule set reads \`${key}\`, and \`${meant.name}\` is missing. Did you mean \`${meant.key}\`?`,
    ...place,
    fixes: isPlain ? [replacement(title, place.uri, place.range, written.replace(key, meant.key))] : [],
  };
}

function placeOf(document: SourceDocument, { path }: UnreadKey): Pick<Detected, 'uri' | 'range'> {
  const keyNode = stepsAlong(document.root, path).at(-1)?.entry?.keyNode;
  const range =
    keyNode === undefined ? document.rangeOf(path, 'key') : document.rangeBetween(keyNode.start, keyNode.end);
  return { uri: document.uri, range };
}
