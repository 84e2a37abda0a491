import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Command {
  command: string;
  title?: string;
  category?: string;
}
interface Keybinding {
  command: string;
  key: string;
  mac?: string;
  when?: string;
}
interface Setting {
  description?: string;
  markdownDescription?: string;
  enum?: string[];
  enumDescriptions?: string[];
}
interface Manifest {
  main: string;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  activationEvents: string[];
  contributes: {
    commands: Command[];
    menus: Record<string, { command: string; when?: string; group?: string }[]>;
    keybindings: Keybinding[];
    configuration: { properties: Record<string, Setting> };
    walkthroughs: { steps: { id: string; description: string; media: Record<string, string> }[] }[];
  };
}

const root = path.resolve(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const commandIds = contributes.commands.map(({ command }) => command);

/** The source text of the extension, without tests. */
const source = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map(file => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
  .join('\n');

describe('the manifest', () => {
  it('gives every command a title, and the category for the palette', () => {
    for (const { command, title, category } of contributes.commands) {
      expect(title, command).toMatch(/^[A-Z]/);
      expect(category, command).toBe('Handrail');
    }
  });

  it('declares the commands that the code registers, and no other', () => {
    const constants = new Map(
      [...source.matchAll(/const (\w+) = '(handrail\.\w+)'/g)].map(([, name, value]) => [name, value]),
    );
    const registered = [...source.matchAll(/registerCommand\(\s*(?:'([^']+)'|(\w+))/g)].map(
      ([, text, name]) => text ?? constants.get(name) ?? name,
    );
    expect(registered.sort()).toEqual([...commandIds].sort());
  });

  it('has menus and keys for declared commands only', () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    expect(used.filter(command => !commandIds.includes(command))).toEqual([]);
  });

  it('has a Mac key for every key, and none that is taken everywhere', () => {
    for (const { command, key, mac, when } of contributes.keybindings) {
      expect(mac, command).toBe(key.replaceAll('ctrl', 'cmd'));
      expect(when, command).toBeTruthy();
    }
  });

  it('limits the menus of editors and files to rule files', () => {
    for (const [menu, items] of Object.entries(contributes.menus)) {
      if (menu === 'commandPalette' || menu === 'file/newFile') continue;
      for (const { command, when } of items) {
        // Source control and its timeline do not provide a file name.
        if (menu.startsWith('view/')) {
          expect(when, `${menu}: ${command}`).toMatch(/^view == handrail\.history( && |$)/);
          continue;
        }
        if (menu.startsWith('scm/') || menu.startsWith('timeline/')) {
          expect(when, `${menu}: ${command}`).toMatch(/^handrail\.active && /);
          continue;
        }
        const matches = /resourceFilename =~ \/(.+?)\/i/.exec(when ?? '')?.[1];
        expect(matches, `${menu}: ${command}`).toBeDefined();
        const pattern = new RegExp(matches ?? '', 'i');
        const files = [
          'a.escalation.yaml',
          'a.escalation.json',
          'a.samples.yml',
          'escalation.yaml',
          'a.yaml',
          'a.json',
        ];
        expect(files.filter(file => pattern.test(file))).toEqual(
          files
            .slice(0, 3)
            .filter(
              file => !['handrail.compareWith', 'handrail.export'].includes(command) || file.includes('.escalation.'),
            ),
        );
      }
    }
  });

  it('describes every setting and every allowed value', () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      expect(name).toMatch(/^handrail\./);
      expect(setting.description ?? setting.markdownDescription, name).toMatch(/\w.*\.$/s);
      if (setting.enum) expect(setting.enumDescriptions, name).toHaveLength(setting.enum.length);
    }
  });

  it('refers to files that exist', () => {
    const files = new Set<string>();
    const visit = (value: unknown) => {
      if (typeof value === 'string' && /^(?:\.\/|media\/)/.test(value)) files.add(value);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
    };
    visit(manifest);
    for (const [, file] of source.matchAll(/'media', '([^']+)'/g)) files.add(`media/${file}`);
    // Files that the build makes are looked for in the package itself.
    const missing = [...files].filter(file => !/^\.?\/?dist\//.test(file) && !existsSync(path.join(root, file)));
    expect(files.size).toBeGreaterThan(4);
    expect(missing).toEqual([]);
  });

  it('starts the extension for rule files only', () => {
    expect(manifest.activationEvents).toEqual([
      'workspaceContains:**/*.escalation.{yaml,yml,json}',
      'onWebviewPanel:handrail.simulator',
      'onWebviewPanel:handrail.review',
    ]);
  });

  it('leaves JSON rule files to the language server, which would otherwise report each fault a second time', () => {
    expect(contributes).not.toHaveProperty('jsonValidation');
  });

  it('offers commands in the walkthrough that exist', () => {
    const links = contributes.walkthroughs
      .flatMap(({ steps }) => steps)
      .flatMap(({ description }) => [...description.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter(command => !commandIds.includes(command ?? ''))).toEqual([]);
  });

  it('is type-checked against the oldest editor that it supports', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
  });
});
