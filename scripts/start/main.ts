import { Failure, reportingFailures } from '../host/failure.ts';
import { root } from '../host/folders.ts';
import { endWithSignals, run } from '../host/processes.ts';
import { serverRunsHere } from '../host/provision.ts';
import { startInServer } from './in-server.ts';
import { desktopCommand, startDownloaded, startOnDesktop } from './on-desktop.ts';
import { parse, usage, type Route } from './options.ts';
import { ruleFile } from './rule-file.ts';

/** `npm start`: builds the extension and opens VS Code with it. */
export async function main(args: string[]): Promise<void> {
  endWithSignals();
  const code = await reportingFailures(async () => {
    const options = parse(args);
    if (options.help) {
      process.stdout.write(usage);
      return 0;
    }
    const opened = await ruleFile(options.file);
    await build();
    const code = desktopCommand();
    const route: Route = options.route ?? (code !== null ? 'desktop' : serverRunsHere() ? 'server' : 'download');
    switch (route) {
      case 'desktop':
        if (code === null)
          throw new Failure(
            'There is no desktop VS Code on the PATH: the command "code" is missing, or belongs to a remote window.',
          );
        return startOnDesktop(code, opened);
      case 'server':
        if (!serverRunsHere()) {
          throw new Failure(
            `VS Code's server runs only on Linux (x64, arm64), not on ${process.platform}-${process.arch}.`,
          );
        }
        return startInServer(opened, options);
      case 'download':
        return startDownloaded(opened);
    }
  });
  process.exit(code);
}

async function build(): Promise<void> {
  const started = Date.now();
  const { code, output } = await run('npm', ['run', '--silent', 'build'], { cwd: root });
  if (code !== 0) throw new Failure(`The extension could not be built:\n${output.trimEnd()}`);
  process.stdout.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}
