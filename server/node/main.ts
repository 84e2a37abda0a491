import { setImmediate as nextTurn } from 'node:timers/promises';
import { createConnection } from 'vscode-languageserver/node';
import { startServer } from '../connection.ts';
import { gatePrograms } from './gate-programs.ts';
import { nodeFiles } from './files.ts';

// Without a transport argument, use standard input and output.
const transports = ['--stdio', '--node-ipc', '--socket', '--pipe'];
if (!process.argv.slice(2).some(argument => transports.includes(argument.replace(/=.*$/s, '')))) {
  process.argv.splice(2, 0, '--stdio');
}

const connection = createConnection();

// The editor has closed its end of the channel. (The connection itself watches standard input and the editor's process.)
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', error => {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_IPC_CHANNEL_CLOSED') process.exit(1);
  connection.console.error(`Unexpected error: ${error.stack ?? error.message}`);
});
process.on('unhandledRejection', reason => {
  connection.console.error(
    `Unexpected error: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
  );
});

startServer(connection, {
  files: nodeFiles,
  clock: Date.now,
  ...gatePrograms(),
  timers: {
    after(milliseconds, task) {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    idle: () => nextTurn(),
  },
});
