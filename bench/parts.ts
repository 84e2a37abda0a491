import { analysing } from './analysis/part.ts';
import { embedded } from './deciding/embedded.ts';
import { inputSize } from './deciding/input-size.ts';
import { deciding } from './deciding/part.ts';
import { diffing } from './diff/part.ts';
import { engines } from './engines/part.ts';
import { gate } from './gate/part.ts';
import { languageServer } from './language-server/part.ts';
import type { Part } from './part.ts';

export const parts: readonly Part[] = [
  engines,
  deciding,
  inputSize,
  embedded,
  gate,
  analysing,
  diffing,
  languageServer,
];
