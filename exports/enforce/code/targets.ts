import { hostOf } from '../../../hosts/index.ts';
import type { ExportTarget } from '../../export-target.ts';
import { gateFolder } from '../gate-file.ts';
import { codeHosts, codeModule } from './code-module.ts';

/** A module for each host that runs tools in the program of its user. */
export const codeTargets: readonly ExportTarget[] = codeHosts.map(id => ({
  id,
  title: hostOf(id).title,
  enforces: true,
  stamped: () => `${gateFolder}/${id}.mjs`,
  files: (source, { codePrograms }) => codeModule(id, source, codePrograms()),
  folders: () => [],
}));
