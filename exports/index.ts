import type { ExportTarget } from './export-target.ts';
import { proseFormats } from './prose/formats.ts';
import { proseTarget } from './prose/prose-target.ts';

/** Every format, in the order of the help. */
export const exportTargets: readonly ExportTarget[] = [...proseFormats.map(proseTarget)];
