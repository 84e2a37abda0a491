// Prepares the repository for all other scripts. This file is the first to run on a fresh clone, so it must not import
// a package.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const oldestNode = 20;

/** Ends the process with a message that says what is wrong and what to do. */
export function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/**
 * Checks the version of Node, installs the packages if they are missing or do not match the lock file, and compiles the
 * scripts. Ends the process with a message if any of this fails.
 * @returns whether packages were installed, and how many seconds that took
 */
export async function prepare() {
  checkNode();
  process.chdir(root);
  const install = await timed(installPackages);
  const tools = await timed(() => run(process.execPath, ['esbuild.mjs', 'scripts']));
  if (tools.result !== 0) fail('The scripts could not be compiled; see the error above.');
  return { installed: install.result, installSeconds: install.seconds };
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestNode) return;
  fail(
    `Node ${oldestNode} or later is needed, but this is Node ${process.versions.node}.\n` +
      `Install it from https://nodejs.org (or with your version manager: nvm install ${oldestNode}), then run the command again.`,
  );
}

/** @returns true if packages were installed */
async function installPackages() {
  const reason = outOfStep();
  if (reason === null) return false;
  process.stdout.write(`Installing the packages (${reason}); about half a minute on a first run.\n`);
  const started = Date.now();
  const ticking = setInterval(() => {
    process.stdout.write(`  … still installing, ${Math.round((Date.now() - started) / 1000)} s\n`);
  }, 10_000);
  const npm = npmCommand();
  let code;
  try {
    code = await run(npm.command, [...npm.args, 'ci', '--no-audit', '--no-fund'], npm.shell);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    fail('npm was not found. It comes with Node: install Node from https://nodejs.org, then run the command again.');
  } finally {
    clearInterval(ticking);
  }
  if (code !== 0) {
    fail(
      `npm could not install the packages (exit code ${code}; see its message above).\n` +
        'A network error means that the package registry cannot be reached: check the connection and any proxy\n' +
        '(npm config get registry, npm config get proxy), then run the command again. Nothing else has been changed.',
    );
  }
  process.stdout.write(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.\n`);
  return true;
}

/**
 * Why `node_modules` does not match `package-lock.json`; null if it does. npm records what it installed only when it has
 * finished, so an interrupted installation is noticed too.
 */
export function outOfStep() {
  const lockFile = path.join(root, 'package-lock.json');
  const recordFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(lockFile)) fail('package-lock.json is missing: this is not a complete clone of the repository.');
  if (!existsSync(recordFile)) return 'not installed yet';
  const wanted = readPackages(lockFile);
  const present = readPackages(recordFile);
  if (wanted === null) fail('package-lock.json cannot be read: restore it with git checkout package-lock.json.');
  if (present === null) return 'the last installation was interrupted';
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '' || entry.link) continue;
    const found = present[place];
    if (found === undefined && entry.optional) continue;
    if (found === undefined || found.version !== entry.version) return 'package-lock.json has changed';
    if (!existsSync(path.join(root, place))) return `${place} is missing`;
  }
  return null;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** The npm that started this script, or else the one on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && /npm-cli\.c?js$/.test(running) && existsSync(running)) {
    return { command: process.execPath, args: [running], shell: false };
  }
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

function run(command, args, shell = false) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell });
    // A signal must end the installation together with this process. npm may be too busy to react; the next start notices
    // what it leaves unfinished.
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const end = signal => {
      child.once('close', () => process.exit(130));
      child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), 2_000);
    };
    for (const signal of signals) process.on(signal, end);
    const done = () => signals.forEach(signal => process.off(signal, end));
    child.on('error', error => (done(), reject(error)));
    child.on('close', (code, signal) => (done(), resolve(code ?? signal)));
  });
}

async function timed(work) {
  const started = Date.now();
  const result = await work();
  return { result, seconds: (Date.now() - started) / 1000 };
}
