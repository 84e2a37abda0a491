import { isReservedName } from '../../engine/index.ts';
import { endStates, ruleName } from '../../engine/model/rule-set.ts';
import type { Location, Position, Range } from '../location.ts';
import type { SourceDocument } from '../source/document/document.ts';
import { referenceOf } from '../source/libraries/libraries.ts';
import type { NameKind } from '../source/project/project.ts';
import { nameAt, type NameInText } from './names/name-at.ts';
import { occurrencesOf, type Occurrences } from './names/occurrences.ts';
import { documentsIn, reasonAgainstEdits } from './names/rename-check.ts';
import type { Projects } from './projects.ts';

export interface Rename {
  /** Edits in all affected files. */
  edits: { uri: string; range: Range; newText: string }[];
}

/** Why a rename is refused, in words for the user. */
export interface RenameRefused {
  refused: string;
}

/** The range and current text of the name at a position; null if there is no name. */
export async function prepareRename(
  projects: Projects,
  uri: string,
  position: Position,
): Promise<{ range: Range; placeholder: string } | null> {
  const name = await nameAt(projects, uri, position);
  if (name === null) return null;
  const { document, range } = name;
  return { range, placeholder: document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end)) };
}

/** Renames the name at a position everywhere: in imports, importing files and samples. Null if there is no name. */
export async function renameAt(
  projects: Projects,
  uri: string,
  position: Position,
  newName: string,
): Promise<Rename | RenameRefused | null> {
  const name = await nameAt(projects, uri, position);
  if (name === null) return null;
  const wanted = name.inInput ? [...name.name.split('.').slice(0, -1), newName].join('.') : newName;
  if (wanted === name.name) return { edits: [] };
  const found = await occurrencesOf(projects, name);
  const refused = reasonAgainst(name, wanted, found);
  if (refused !== null) return { refused };
  const documents = documentsIn(found);
  const whole = [...found.definitions, ...found.references].map(place => edit(documents, place, wanted));
  const lastStep = wanted.split('.').at(-1) ?? wanted;
  const edits = [...whole, ...found.inputKeys.map(place => edit(documents, place, lastStep))];
  const against = await reasonAgainstEdits(projects, name, wanted, found, edits);
  return against === null ? { edits } : { refused: against };
}

const patterns: Readonly<Record<NameKind, { pattern: RegExp; advice: string }>> = {
  signal: {
    pattern: /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/,
    advice: 'a signal is named with letters, digits and underscores, with dots between the steps of a path',
  },
  threshold: { pattern: /^[A-Za-z_]\w*$/, advice: 'a threshold is named with letters, digits and underscores' },
  target: { pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/, advice: 'a target is named in kebab-case, as in support-l1' },
  payload: {
    pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*@[1-9]\d*$/,
    advice: 'a payload contract is named in kebab-case with its version, as in refund-handoff@1',
  },
  rule: { pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/, advice: 'a rule is named in kebab-case, as in large-refund' },
  invariant: {
    pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    advice: 'an invariant is named in kebab-case, as in large-refunds-need-a-person',
  },
};

function reasonAgainst(
  name: NameInText,
  wanted: string,
  { projects, definitions, inputKeys }: Occurrences,
): string | null {
  const { pattern, advice } = patterns[name.kind];
  const library = definitions.map(({ uri }) => referenceOf(uri)).find(each => each !== null);
  if (library !== undefined)
    return `\`${name.name}\` belongs to the built-in library \`${library}\`, which never changes.`;
  if (definitions.length === 0) return `\`${name.name}\` is not defined, so there is nothing to rename.`;
  if (!pattern.test(wanted) || wanted.length > 100) return `\`${wanted}\` is not a valid name: ${advice}.`;
  if (name.kind === 'signal' && isReservedName(wanted))
    return `\`${wanted}\` is reserved: CEL or the rule language gives it a meaning.`;
  if (name.kind === 'target' && (endStates as readonly string[]).includes(wanted))
    return `\`${wanted}\` is reserved: it is how a handoff ends, not a target.`;
  if (name.kind === 'rule' && wanted === 'default') return '`default` is reserved: samples use it if no rule decides.';
  const taken = projects.flatMap(project => project.definitionsOf(name.kind, wanted));
  const [first] = taken;
  if (first !== undefined) {
    const shown = first.version === null ? wanted : ruleName({ id: wanted, version: first.version });
    return `There is already a ${name.kind === 'payload' ? 'payload contract' : name.kind} \`${shown}\`.`;
  }
  const folder = (path: string) => path.split('.').slice(0, -1).join('.');
  if (inputKeys.length > 0 && folder(wanted) !== folder(name.name)) {
    return `Samples give \`${name.name}\` a value at its current path, and a rename changes only the last step. Move it in the samples first, or keep the other steps.`;
  }
  return null;
}

/** The edit for one occurrence. Names that YAML would read as numbers or booleans are quoted. */
function edit(
  documents: ReadonlyMap<string, SourceDocument>,
  { uri, range }: Location,
  newName: string,
): Rename['edits'][number] {
  const document = documents.get(uri);
  const meansSomethingElse = /^(?:true|false|null|\d[\d_.eE+-]*)$/i.test(newName);
  if (document === undefined || !meansSomethingElse) return { uri, range, newText: newName };
  const before = document.text[document.offsetAt(range.start) - 1] ?? '';
  // With a version, as in 42@2, YAML reads a string.
  if (document.text[document.offsetAt(range.end)] === '@') return { uri, range, newText: newName };
  const quoted = before === '"' || before === "'" || document.format === 'json';
  return { uri, range, newText: quoted ? newName : `"${newName}"` };
}
