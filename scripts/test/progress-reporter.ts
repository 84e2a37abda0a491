import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { progressLine } from './progress-lines.ts';

/** A Vitest reporter that reports when each file, hook and test begins and ends, so that hanging runs are detected. */
export default class ProgressReporter implements Reporter {
  onTestModuleQueued(module: TestModule): void {
    tell(true, nameOf(module));
  }

  onTestModuleEnd(module: TestModule): void {
    tell(false, nameOf(module));
  }

  onTestCaseReady(test: TestCase): void {
    tell(true, nameOf(test));
  }

  onTestCaseResult(test: TestCase): void {
    tell(false, nameOf(test));
  }

  onHookStart(hook: Hook): void {
    tell(true, `${hook.name} of ${nameOf(hook.entity)}`);
  }

  onHookEnd(hook: Hook): void {
    tell(false, `${hook.name} of ${nameOf(hook.entity)}`);
  }
}

type Hook = Parameters<NonNullable<Reporter['onHookStart']>>[0];

function nameOf(part: Hook['entity']): string {
  return part.type === 'module' ? part.relativeModuleId : `${part.module.relativeModuleId} > ${part.fullName}`;
}

function tell(begins: boolean, what: string): void {
  process.stdout.write(`${progressLine({ begins, what })}\n`);
}
