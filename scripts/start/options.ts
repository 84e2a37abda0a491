import { Failure } from '../host/failure.ts';

/** Which VS Code to open; null takes the best that is there. */
export type Route = 'desktop' | 'server' | 'download';

export interface StartOptions {
  help: boolean;
  route: Route | null;
  port: number | null;
  /** Whether a browser may be opened, where VS Code shows in one. */
  openBrowser: boolean;
  /** The rule file to open, as given. */
  file: string | null;
}

export const usage = `npm start [-- OPTIONS] [-- FILE]

Builds the extension and opens VS Code with it, a rule file and the simulator beside it.

  FILE            the rule file to open (default: the first one in examples/)
  --desktop       in the VS Code on the PATH
  --server        in VS Code's server, for any browser (Linux)
  --download      in a VS Code that is downloaded for it
                  (default: the first of these three that there is)
  --port N        the server's port on 127.0.0.1 (default: 4141, or a free one)
  --no-open       does not open a browser, only prints the address
  --help          this

Ctrl-C ends everything that was started.
`;

/** @throws Failure for what it does not understand. */
export function parse(args: readonly string[]): StartOptions {
  const options: StartOptions = { help: false, route: null, port: null, openBrowser: true, file: null };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [name, inline] = argument.split('=', 2);
    switch (name) {
      case '--help':
      case '-h':
        options.help = true;
        break;
      case '--desktop':
        options.route = 'desktop';
        break;
      case '--server':
        options.route = 'server';
        break;
      case '--download':
        options.route = 'download';
        break;
      case '--no-open':
        options.openBrowser = false;
        break;
      case '--port':
        options.port = portOf(inline ?? args[++index]);
        break;
      default:
        if (argument.startsWith('-')) throw new Failure(`There is no option ${argument}.\n\n${usage}`);
        if (options.file !== null) throw new Failure(`One rule file is enough: ${options.file} or ${argument}.`);
        options.file = argument;
    }
  }
  return options;
}

function portOf(text: string | undefined): number {
  const port = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new Failure(`--port takes a number from 1 to 65535${text === undefined ? '' : `, not "${text}"`}.`);
}
