import { github } from './github.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import type { DiffFormat } from './report.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

export const diffFormats = { text, json, markdown, sarif, github } as const satisfies Record<string, DiffFormat>;
