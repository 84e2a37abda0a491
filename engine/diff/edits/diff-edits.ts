import type { Cause } from '../causes/causes.ts';
import {
  changeClasses,
  inOrder,
  type Consequence,
  type DiffEdit,
  type Region,
  type RegionWithoutCause,
} from '../facts.ts';
import type { Edit } from './edit.ts';

/** The regions in order with the edits that make them, and the edits with their regions and consequences, most severe first. */
export function attributed(
  edits: readonly Edit[],
  regions: readonly RegionWithoutCause[],
  causes: readonly Cause[],
  consequences: readonly Consequence[],
): { regions: Region[]; edits: DiffEdit[] } {
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
  const severity = ({ class: kind }: DiffEdit): number =>
    kind === 'neutral' ? changeClasses.length : changeClasses.indexOf(kind);
  return {
    regions: withCause,
    edits: edits
      .map((edit): DiffEdit => ({
        ...edit,
        class: classOf(edit),
        regions: withCause.flatMap(({ id }) => (made.get(edit)?.has(id) ? [id] : [])),
        consequences: owners.flatMap((owner, at) => (owner === edit ? [at] : [])),
      }))
      .sort((a, b) => severity(a) - severity(b)),
  };
}

/** The edit that a consequence is of: of the edits of the same thing, the one whose key it names. */
function ownerOf(edits: readonly Edit[], { about, name, path }: Consequence): Edit | undefined {
  const own = edits.filter(edit => edit.about === about && edit.name === name);
  const keys = path.slice(2).map(String);
  const named = (edit: Edit): boolean =>
    [edit.key, ...edit.key.split(', '), ...edit.path.slice(2).map(String)].some(
      key => key !== '' && keys.includes(key),
    ) || edit.key === keys.join('.');
  return own.find(named) ?? own.find(({ part }) => (part === 'text') === (keys.length === 0)) ?? own[0];
}
