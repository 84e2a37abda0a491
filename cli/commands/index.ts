import type { Command } from '../command.ts';
import { approve } from './approve.ts';
import { bisect } from './bisect.ts';
import { blame } from './blame.ts';
import { check } from './check.ts';
import { decideCommand } from './decide.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { gateCommand } from './gate.ts';
import { grant } from './grant.ts';
import { log } from './log.ts';
import { reject } from './reject.ts';
import { release } from './release.ts';
import { rollback } from './rollback.ts';
import { test } from './test.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  check,
  decideCommand,
  test,
  exportCommand,
  diff,
  blame,
  bisect,
  gateCommand,
  doctor,
  release,
  approve,
  reject,
  log,
  rollback,
  grant,
];
