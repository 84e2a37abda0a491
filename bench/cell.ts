import { runCell } from './fresh-process.ts';
import { parts } from './parts.ts';

await runCell(parts, process.argv.slice(2));
