import { spawn } from 'node:child_process';

// Runs in a process of its own: starts programs for `spawn.ts`, and sends what they print.
const children = new Map();

const requests = {
  start(id, ...call) {
    const child = spawn(...call);
    children.set(id, child);
    child.on('error', ({ message, code }) => process.send([id, 'error', { message, code }]));
    child.on('close', (...ended) => {
      children.delete(id);
      process.send([id, 'close', ...ended]);
    });
    // A program may end before it has read all input.
    child.stdin.on('error', () => {});
    for (const name of ['stdout', 'stderr']) child[name].on('data', chunk => process.send([id, name, chunk]));
  },
  write: (id, chunk) => children.get(id)?.stdin.write(chunk),
  end: id => children.get(id)?.stdin.end(),
};

process.on('message', ([request, ...values]) => requests[request](...values));
