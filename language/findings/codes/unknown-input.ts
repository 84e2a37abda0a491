import { isJsonObject, type Json, type JsonObject } from '../../../engine/model/json.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Project } from '../../source/project/project.ts';
import { stepsAlong } from '../../source/tree/source-steps.ts';
import { isWhole } from '../analysis.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { causeAt, replacement } from '../places.ts';

export const unknownInput: FindingDefinition = {
  code: 'unknown-input',
  category: 'samples',
  fixable: true,
  severity: 'warning',
  title: 'Misspelt signal in a sample',
  summary:
    "Nothing in the rule set reads a key of a sample's input, and a signal with nearly the same name is missing.",
  detectInSamples: ({ project, document, cases }) => {
    const known = project === null ? null : readPaths(project);
    if (known === null) return [];
    const found = cases.flatMap(({ sample: { input }, path }) =>
      isJsonObject(input)
        ? (slipsIn(input, known, [...path, 'input']) ?? []).map(slip => detected(document, slip))
        : [],
    );
    // Aliases of one anchor share one place in the text.
    return [...new Map(found.map(each => [causeAt(each), each])).values()];
  },
};

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
  for (const [name, { observedAt }] of project.declarations.signals) {
    add(name, true);
    if (observedAt !== undefined) add(observedAt, false);
  }
  for (const { checked } of fields) for (const path of checked.paths ?? []) add(path, false);
  return root;
}

/** A key that nothing reads, and the missing step of a signal's path that was probably meant. */
interface Slip {
  path: SourcePath;
  key: string;
  meant: string;
  /** The whole path of `meant`. */
  missing: string;
}

/**
 * The probable misspellings in an input. Null if the input also has other data that nothing reads, as real inputs do: then a key that
 * resembles a signal may be correct.
 */
function slipsIn(input: JsonObject, known: Known, path: SourcePath, before: readonly string[] = []): Slip[] | null {
  const slips: Slip[] = [];
  const missing = [...known.steps].filter(([step, { signal }]) => signal && !Object.hasOwn(input, step));
  const names = missing.map(([step]) => step);
  for (const [key, value] of Object.entries(input)) {
    const next = known.steps.get(key);
    const meant = next === undefined ? nearestName(key, names) : undefined;
    if (next === undefined && meant === undefined) return null;
    if (meant !== undefined) slips.push({ path: [...path, key], key, meant, missing: [...before, meant].join('.') });
    const inside = next === undefined ? [] : slipsBelow(value, next, [...path, key], [...before, key]);
    if (inside === null) return null;
    slips.push(...inside);
  }
  return slips;
}

function slipsBelow(value: Json, known: Known, path: SourcePath, before: readonly string[]): Slip[] | null {
  return known.whole || !isJsonObject(value) ? [] : slipsIn(value, known, path, before);
}

function detected(document: SourceDocument, { path, key, meant, missing }: Slip): Detected {
  const { uri } = document;
  const keyNode = stepsAlong(document.root, path).at(-1)?.entry?.keyNode;
  const written = document.text.slice(keyNode?.start, keyNode?.end);
  const range =
    keyNode === undefined ? document.rangeOf(path, 'key') : document.rangeBetween(keyNode.start, keyNode.end);
  const isPlain = [key, `"${key}"`, `'${key}'`].includes(written);
  const newText = written.replace(key, meant);
  return {
    message: `Nothing in the rule set reads \`${key}\`, and \`${missing}\` is missing. Did you mean \`${meant}\`?`,
    uri,
    range,
    fixes: isPlain ? [replacement(`Change \`${key}\` to \`${meant}\``, uri, range, newText)] : [],
  };
}
