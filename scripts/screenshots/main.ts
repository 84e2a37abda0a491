import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chooseHost } from '../host/choose.ts';
import { Failure, reportingFailures } from '../host/failure.ts';
import { copyOf, root } from '../host/folders.ts';
import type { Theme } from '../host/profile.ts';
import { endWithSignals, run } from '../host/processes.ts';
import { openWindow } from '../host/window.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';

/** `npm run screenshots [-- NAME…]`: takes the pictures of the documentation from a real VS Code. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    const list = scenes.map(scene => `  ${scene.name.padEnd(20)}${scene.shows} (${scene.themes.join(', ')})\n`);
    process.stdout.write(`npm run screenshots [-- SCENE…]   writes docs/images/SCENE-THEME.png\n\n${list.join('')}`);
    return;
  }
  endWithSignals();
  await reportingFailures(async () => {
    const unknown = args.find(name => !scenes.some(scene => scene.name === name));
    if (unknown !== undefined) {
      throw new Failure(
        `There is no scene "${unknown}". The scenes are ${scenes.map(scene => scene.name).join(', ')}.`,
      );
    }
    const { code, output } = await run('npm', ['run', '--silent', 'build'], { cwd: root });
    if (code !== 0) throw new Failure(`The extension could not be built:\n${output.trimEnd()}`);
    const host = await chooseHost(line => process.stdout.write(`${line}\n`));
    for (const scene of scenes.filter(({ name }) => args.length === 0 || args.includes(name))) {
      for (const theme of scene.themes) await take(scene, theme, host);
    }
  });
  process.exit(0);
}

async function take(scene: Scene, theme: Theme, host: Awaited<ReturnType<typeof chooseHost>>): Promise<void> {
  const examples = await copyOf(path.join(root, 'examples'), 'screenshot');
  const file = path.join(root, 'docs', 'images', `${scene.name}-${theme}.png`);
  try {
    if (scene.repository) await commitAll(examples.path);
    for (const args of scene.handrail?.before ?? []) await handrail(examples.path, args);
    for (const edit of scene.edits ?? []) await apply(examples.path, edit);
    // Approvals count only for committed content.
    if (scene.handrail?.after !== undefined)
      await git(examples.path, ['commit', '--quiet', '--all', '--message', 'A change']);
    for (const args of scene.handrail?.after ?? []) await handrail(examples.path, args);
    const window = await openWindow({
      folder: examples.path,
      theme,
      size: scene.size,
      host,
      subject: { kind: 'source' },
      ...(scene.settings === undefined ? {} : { settings: scene.settings }),
      ...(scene.simulate === undefined ? {} : { env: { HANDRAIL_OPEN: scene.simulate } }),
    });
    try {
      await scene.arrange(window);
      await mkdir(path.dirname(file), { recursive: true });
      // No animations and no cursor, so that pictures differ only if something changed.
      await window.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    } catch (error) {
      const stuck = path.join(root, 'out', 'failures', `${scene.name}-${theme}.png`);
      await window.page.screenshot({ path: stuck });
      process.stderr.write(`${scene.name} (${theme}) failed; ${path.relative(root, stuck)} shows the window.\n`);
      throw error;
    } finally {
      await window.close();
    }
  } finally {
    await examples.remove();
  }
  process.stdout.write(`${path.relative(root, file)}\n`);
}

async function apply(folder: string, { file, from, to }: { file: string; from: string; to: string }): Promise<void> {
  const target = path.join(folder, file);
  const text = await readFile(target, 'utf8');
  if (!text.includes(from)) throw new Failure(`examples/${file} no longer contains "${from}", which a scene changes.`);
  await writeFile(target, text.replace(from, to));
}

async function handrail(folder: string, args: string[]): Promise<void> {
  const { code, output } = await run(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], { cwd: folder });
  if (code !== 0) throw new Failure(`handrail ${args.join(' ')} failed:\n${output}`);
}

async function commitAll(folder: string): Promise<void> {
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['config', 'user.name', 'Ada Lovelace'],
    ['config', 'user.email', 'ada@example.org'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'Rules for appeals'],
  ])
    await git(folder, args);
}

async function git(folder: string, args: string[]): Promise<void> {
  const { code, output } = await run('git', args, { cwd: folder });
  if (code !== 0) throw new Failure(`git ${args.join(' ')} failed:\n${output}`);
}
