import type { Row } from './rows.ts';

export type TreeMove = { active: string; toggle?: boolean } | null;

/** The number of rows that a page key moves by. */
const page = 10;

/**
 * The effect of a key in the tree (ARIA practices, tree view pattern): the row that becomes active, and whether it is opened
 * (true) or closed (false). Null if the key has no effect.
 */
export function treeMove(rows: readonly Row[], active: string | null, key: string): TreeMove {
  const index = rows.findIndex(row => row.key === active);
  const at = (i: number): TreeMove => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, i))];
    return row === undefined ? null : { active: row.key };
  };
  const row = rows[index];
  const openable = row?.kind === 'rule' || row?.kind === 'group';
  switch (key) {
    case 'ArrowDown':
      return at(index + 1);
    case 'ArrowUp':
      return at(index === -1 ? 0 : index - 1);
    case 'PageDown':
      return at(index + page);
    case 'PageUp':
      return at(index - page);
    case 'Home':
      return at(0);
    case 'End':
      return at(rows.length - 1);
    case 'ArrowRight':
      if (row === undefined) return at(0);
      if (openable && !row.open) return { active: row.key, toggle: true };
      return rows[index + 1]?.parent === row.key ? at(index + 1) : null;
    case 'ArrowLeft':
      if (row === undefined) return at(0);
      if (openable && row.open) return { active: row.key, toggle: false };
      return row.parent === null ? null : { active: row.parent };
    case ' ':
      return openable ? { active: row.key, toggle: !row.open } : null;
    default:
      return null;
  }
}
