import { inputSignals } from '../../../engine/index.ts';
import { isJsonObject, type Json } from '../../../engine/model/json.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { Project } from '../../source/project/project.ts';
import { withoutMarkdown } from '../describe/markdown.ts';
import { describeSignal, kindInWords } from '../describe/signal.ts';
import { flowText, scalarText } from '../yaml-text.ts';
import { choice, item, snippetText, type CompletionItem } from './item.ts';
import { indented } from './key-completion.ts';
import type { StructureCursor } from './structure-cursor.ts';
import type { WriteValue } from './value-completion.ts';

/** The steps of a path below a sample's `input`, or below one of its events, which have values at the same paths; null if the path lies outside both. */
export function inputPath(document: SourceDocument, path: SourcePath): string[] | null {
  const [cases, index, holder, ...steps] = path;
  if (document.kind !== 'samples' || cases !== 'cases' || typeof index !== 'number') return null;
  if (holder === 'input') return steps.map(String);
  const [event, ...inside] = steps;
  return holder === 'events' && typeof event === 'number' ? inside.map(String) : null;
}

/** True if a path for which `inputPath` gives steps lies in an event. */
export function isInEvent([, , holder]: SourcePath): boolean {
  return holder === 'events';
}

/** The signals that the data of an event can have: those by which events are counted. */
function countedBy({ declarations: { signals } }: Project): [name: string, signal: Signal][] {
  const names = new Set([...signals.values()].flatMap(({ by = [] }) => by));
  return [...signals].filter(([name]) => names.has(name));
}

/** Signals, or steps of their paths, that the mapping at the cursor does not have yet. */
export function completeInputKeys(
  document: SourceDocument,
  cursor: StructureCursor,
  project: Project,
): CompletionItem[] {
  const { key } = cursor;
  const steps = key === null ? null : inputPath(document, key.path);
  if (key === null || steps === null) return [];
  const holder = document.nodeAt(key.path);
  const taken = new Set(holder?.kind === 'mapping' ? holder.entries.map(entry => entry.key) : []);
  const prefix = steps.map(step => `${step}.`).join('');
  const items = new Map<string, CompletionItem>();
  for (const [name, signal] of isInEvent(key.path) ? countedBy(project) : inputSignals(project.declarations)) {
    const [first = '', ...rest] = name.startsWith(prefix) ? name.slice(prefix.length).split('.') : [''];
    if (first === '' || items.has(first) || (taken.has(first) && first !== key.present)) continue;
    const shown = document.format === 'json' ? JSON.stringify(first) : scalarText(first);
    const value = rest.length === 0 ? ` ${example(signal, document)}` : nested(cursor);
    items.set(
      first,
      item(first, 'signal', key.range, key.colon ? shown : `${cursor.space}${shown}:${value}`, {
        detail: rest.length === 0 ? withoutMarkdown(kindInWords(signal)) : `${prefix}${first}.…`,
        documentation: rest.length === 0 ? describeSignal(name, signal) : null,
        filter: shown === first ? null : shown,
        snippet: !key.colon,
        group: signal.required === true ? 1 : 2,
        goOn: rest.length > 0,
      }),
    );
  }
  return [...items.values()];
}

function nested(cursor: StructureCursor): string {
  return cursor.flow ? ' { $1 }' : `\n${indented('  $1', cursor.column)}`;
}

/** An initial value for a signal, in snippet syntax. */
export function example(signal: Signal, document: SourceDocument): string {
  const write = (value: Json) => (document.format === 'json' ? JSON.stringify(value) : flowText(value));
  if (signal.type === 'boolean') return choice(1, ['true', 'false']);
  if (signal.type === 'array') {
    const held = signal.items?.enum ?? [];
    return held.length === 0 ? '[$1]' : `[${choice(1, held.map(write))}]`;
  }
  if (signal.enum !== undefined) return choice(1, signal.enum.map(write));
  const given = signal.default ?? signal.examples?.[0] ?? signal.const ?? signal.minimum;
  return given === undefined ? '$1' : `\${1:${snippetText(write(given))}}`;
}

/** The possible values of the signal at the cursor. */
export function completeInputValues(
  document: SourceDocument,
  path: SourcePath,
  project: Project,
  write: WriteValue,
): CompletionItem[] {
  const inItem = typeof path.at(-1) === 'number';
  const steps = inputPath(document, inItem ? path.slice(0, -1) : path);
  const signal = steps === null ? undefined : project.declarations.signals.get(steps.join('.'));
  if (steps === null || signal === undefined) return [];
  const more = { detail: steps.join('.'), documentation: describeSignal(steps.join('.'), signal), group: 1 };
  const taken = inItem ? itemsOf(document, path.slice(0, -1)) : [];
  const values = inItem ? (signal.items?.enum ?? []) : signal.type === 'boolean' ? [true, false] : (signal.enum ?? []);
  const current = inItem ? path.at(-1) : null;
  return values
    .filter(value => !taken.some((each, index) => index !== current && each === value))
    .map(value => write(value, 'value', more));
}

function itemsOf(document: SourceDocument, path: SourcePath): Json[] {
  const node = document.nodeAt(path);
  return node?.kind === 'sequence' ? node.items.map(each => (each.kind === 'scalar' ? each.value : null)) : [];
}

/** The paths that occur in inputs, including those of mappings; limited in number and depth, since inputs can be huge. */
export function pathsOfInputs(inputs: readonly Json[]): string[] {
  const paths = new Set<string>();
  const visit = (value: Json, path: string): void => {
    if (paths.size >= 2000 || !isJsonObject(value)) return;
    for (const [key, each] of Object.entries(value)) {
      if (!/^[A-Za-z_]\w*$/.test(key) || path.split('.').length > 8) continue;
      const name = path === '' ? key : `${path}.${key}`;
      paths.add(name);
      visit(each, name);
    }
  };
  for (const input of inputs) visit(input, '');
  return [...paths];
}
