import type { Cause } from '../causes/causes.ts';
import {
  changeClasses,
  inOrder,
  type Consequence,
  type DiffEdit,
  type Region,
  type RegionWithoutCause,
} from '../facts.ts';
import type { Json } from '../../model/json.ts';
import { same } from '../sections.ts';
import type { Edit } from './edit.ts';

/** The regions in order with the edits that make them, and the edits with their regions and consequences, most severe first. */
export function attributed(
  edits: readonly Edit[],
  regions: readonly RegionWithoutCause[],
  causes: readonly Cause[],
  consequences: readonly Consequence[],
): { regions: Region[]; edits: Omit<DiffEdit, 'matters'>[] } {
  const made = new Map<Edit, Set<string>>(edits.map(edit => [edit, new Set<string>()]));
  const withCause = inOrder(
    regions.map((region, at): Region => {
      const { sets, proved } = causes[at] ?? { sets: [], proved: false };
      const [first = []] = sets;
      const alone = sets.filter(set => set.length === 1).flat();
      const own = alone.length > 0 ? alone : first.length > 0 ? first : edits;
      for (const edit of own) made.get(edit)?.add(region.id);
      return { ...region, together: alone.length > 0 ? [] : own.map(({ id }) => id), causeProved: proved };
    }),
  );
  const owners = consequences.map(each => ownerOf(edits, each));
  const classOf = (edit: Edit): DiffEdit['class'] => {
    const classes: string[] = [
      ...withCause.filter(({ id }) => made.get(edit)?.has(id)).map(each => each.class),
      ...consequences.filter((_, at) => owners[at] === edit).map(each => each.class),
    ];
    return changeClasses.find(kind => classes.includes(kind)) ?? 'neutral';
  };
  const severity = ({ class: kind }: Pick<DiffEdit, 'class'>): number =>
    kind === 'neutral' ? changeClasses.length : changeClasses.indexOf(kind);
  return {
    regions: withCause,
    edits: edits
      .map((edit): Omit<DiffEdit, 'matters'> => ({
        ...edit,
        class: classOf(edit),
        regions: withCause.flatMap(({ id }) => (made.get(edit)?.has(id) ? [id] : [])),
        consequences: owners.flatMap((owner, at) => (owner === edit ? [at] : [])),
      }))
      .sort((a, b) => severity(a) - severity(b)),
  };
}

/**
 * The edit that a consequence is of: of the edits of the same thing, the one whose key it names. What a target means that is reached only now is a consequence
 * of what leads to it.
 */
function ownerOf(edits: readonly Edit[], consequence: Consequence): Edit | undefined {
  const { about, name, path } = consequence;
  if (about === 'assumption') return ownerOfAssumption(edits, consequence);
  const own = edits.filter(edit => edit.about === about && (edit.name === name || about === 'governance'));
  const keys = path.slice(about === 'default' || about === 'governance' ? 1 : 2).map(String);
  const named = ({ key, path: [, , ...inside] }: Edit): boolean =>
    key === keys.join('.') || [...key.split(', '), String(inside.at(-1) ?? '')].some(each => keys.includes(each));
  const isText = about !== 'default' && keys.length === 0;
  return (
    own.find(named) ??
    own.find(({ part }) => (part === 'text') === isText) ??
    own[0] ??
    (about === 'target' ? edits.find(({ after }) => names(after, name)) : undefined)
  );
}

/** The assumption itself, or the declaration of a counter by which it holds. */
function ownerOfAssumption(
  edits: readonly Edit[],
  { before, after, path: [section, name] }: Consequence,
): Edit | undefined {
  const isOf = (value: Json | undefined, edited: Json | undefined) => value !== undefined && same(value, edited);
  if (section === 'assumptions')
    return edits.find(edit => edit.about === 'assumption' && (isOf(after, edit.after) || isOf(before, edit.before)));
  const counters = edits.filter(edit => edit.about === 'signal' && edit.part === 'value');
  const law = JSON.stringify(before ?? after);
  return counters.find(edit => edit.name === name) ?? counters.find(edit => law.includes(edit.name));
}

/** True if a name is somewhere in a value. */
function names(value: Json | undefined, name: string): boolean {
  if (typeof value !== 'object' || value === null) return value === name;
  return Object.values(value).some(each => names(each, name));
}
