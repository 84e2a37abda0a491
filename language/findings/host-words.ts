import type { MatrixCell, MatrixHost, MatrixRow } from '../../exports/matrix.ts';
import type { SourcePath } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';
import type { Travels } from '../exports/travels.ts';
import { ownPlace, type FactPlace } from './fact-places.ts';
import type { RelatedPlace } from './finding.ts';
import { related } from './places.ts';

/** A host, and what a rule does in it. */
export interface InHost {
  host: MatrixHost;
  cell: MatrixCell;
}

export function cellsOf({ matrix }: Travels, row: MatrixRow): InHost[] {
  return (matrix?.hosts ?? []).flatMap((host, column) => {
    const cell = row.cells[column];
    return cell === undefined ? [] : [{ host, cell }];
  });
}

/** The place of a rule of the matrix, or of one of its keys; for the default, of the default. */
export function rowPlace(
  project: Project,
  { index }: MatrixRow,
  key: 'id' | 'decide' | 'when',
): FactPlace & { related: RelatedPlace[] } {
  const { default: outcome } = project.ruleSet;
  const path: SourcePath =
    index !== null
      ? ['rules', index, key]
      : outcome === undefined
        ? ['name']
        : ['default', ...(key === 'decide' ? [key] : [])];
  return ownPlace(project, path, 'It is decided here.');
}

/** The places under `exports` of some hosts. */
export function exportPlaces({ project, exports }: Travels, hosts: readonly MatrixHost[]): RelatedPlace[] {
  return exports
    .filter(({ to, uri }) => uri === project.uri && hosts.some(({ target }) => target === to))
    .map(({ to, path }) => {
      const range = project.document.rangeOf([...path, 'to']);
      return related(project.document, path, range, `\`${to}\` is exported.`);
    });
}
