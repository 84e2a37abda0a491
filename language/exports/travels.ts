import type { ExportTarget } from '../../exports/export-target.ts';
import type { Matrix } from '../../exports/matrix.ts';
import type { PlannedFile } from '../../exports/plan.ts';
import type { DeclaredExport } from '../source/project/declared-exports.ts';
import type { Project } from '../source/project/project.ts';
import type { WorkspaceTools } from './workspace-tools.ts';

/** A declared export with its target. */
export interface Travel extends DeclaredExport {
  target: ExportTarget;
}

/** The files of an export that are not as the rule set says. */
export interface Drift {
  travel: Travel;
  files: Pick<PlannedFile, 'path' | 'state' | 'from'>[];
  /** Why nothing can be written, as sentences. */
  faults: string[];
}

/** What is known of the places to which a rule set travels, and of the tools that it meets there. */
export interface Travels {
  project: Project;
  exports: Travel[];
  /** Null if no host enforces an export. */
  matrix: Matrix | null;
  /** Exports whose files are not as the rule set says. */
  drift: Drift[];
  tools: WorkspaceTools;
  /** The listed tools about which no rule can fire, and how many are listed. */
  unruled: { names: readonly string[]; of: number };
}
