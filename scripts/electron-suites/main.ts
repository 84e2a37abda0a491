// Runs the suites in the desktop VS Code. Started by scripts/host/suites.ts.
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { desktopArguments, installOnDesktop } from '../host/desktop-profile.ts';
import { quietSettings } from '../host/profile.ts';
import { linkToSource, type Subject } from '../host/subject.ts';

interface Job {
  executable: string;
  data: string;
  workspace: string;
  tests: string;
  subject: Subject;
}

const job = JSON.parse(process.argv[2] ?? '{}') as Job;
if (job.subject.kind === 'package') await installOnDesktop(job.executable, job.data, job.subject.vsix);
await runTests({
  vscodeExecutablePath: job.executable,
  extensionDevelopmentPath: job.subject.kind === 'source' ? await linkToSource(job.data) : path.dirname(job.tests),
  extensionTestsPath: job.tests,
  launchArgs: [job.workspace, ...(await desktopArguments(job.data, quietSettings('dark')))],
}).catch((error: unknown) => {
  // A failing test makes VS Code exit with a code other than 0; the results file says which test.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
