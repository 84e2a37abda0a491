import { realpathSync } from 'node:fs';
import { hostOf, type HookHostId, type HostFailure } from '../../hosts/index.ts';
import { stampOf } from '../../exports/stamp.ts';
import { newEventId } from '../../gate/node/log/append.ts';
import { listed } from '../../report/counts.ts';
import type { CommandContext } from '../command.ts';
import { fileLines, protectionLines } from './files.ts';
import { isForGate } from './hook.ts';
import { installations, strayFiles, type Installation } from './installations.ts';
import { fault, gap, note, type DoctorReport, type Line, type Section } from './report.ts';
import { testRoute, timeoutLines } from './route.ts';
import { driftLines, expectedRules } from './rules.ts';
import { hostVersion, nodeVersion } from './versions.ts';
import { testWall } from './wall.ts';

/** Examines the gates that are installed in a repository. It runs their hooks, with calls that nobody made. */
export async function examine(
  folder: string,
  { shown, rules: given, context }: { shown: string; rules: string | undefined; context: CommandContext },
): Promise<DoctorReport> {
  const root = realpathSync(folder);
  const found = installations(root);
  const expected = await expectedRules(root, given, context);
  const hasRules = !Array.isArray(expected);
  const rules = hasRules ? stampOf(expected.source) : null;
  const operand = hasRules ? expected.operand : 'RULESET';
  const run = newEventId(context.now).toLowerCase();
  const sections: Section[] = [];
  for (const installation of found) {
    const { player, title, files, plugin } = installation;
    const place = { root, plugin: plugin === null ? null : `${root}/${plugin}` };
    const route = await testRoute(installation, place, { run: `${run}-${sections.length + 1}`, rules });
    const lines = [
      ...hookLines(installation),
      ...route.lines,
      ...(await testWall(installation, route.runs, root)),
      ...timeoutLines(installation),
      ...protectionLines(installation, root),
      ...(plugin === null ? await hostVersion(player.host, root) : []),
      ...(plugin === null ? hostGaps(player.host) : []),
    ];
    sections.push({
      host: player.host,
      title,
      files,
      calls: route.calls,
      lines: lines.map(line => named(line, operand)),
    });
  }
  const lines = [
    ...(found.length === 0
      ? [fault('hooks', 'No gate is installed here.', `Run \`handrail export ${operand} --to HOST\`.`)]
      : []),
    ...strayLines(found, root),
    ...pluginLines(found),
    ...(hasRules ? driftLines(expected, found, root, context.now) : expected),
    ...(await fileLines(found, root)),
    ...(found.length === 0 ? [] : await nodeVersion(root)),
  ];
  return { root: shown, rules, sections, lines };
}

function named(line: Line, operand: string): Line {
  return line.fix === null ? line : { ...line, fix: line.fix.replaceAll('RULESET', () => operand) };
}

/** What keeps hooks that are meant to run a gate from being run at all. */
function hookLines(installation: Installation): Line[] {
  const { player, hooks, off, damaged } = installation;
  const { title, events } = hostOf(player.host);
  const known = new Set(events.map(({ name }) => name));
  const unknown = hooks.filter(hook => isForGate(hook) && !known.has(hook.event));
  const hindered = hooks.filter(hook => isForGate(hook) && known.has(hook.event) && hook.obstacle !== null);
  return [
    ...[...off, ...damaged].map(each => fault('hooks', each, 'Repair the file by hand, then export again.')),
    ...unknown.map(({ event, file }) =>
      fault(
        'hooks',
        `${file} has a gate at \`${event}\`, where ${title} asks about no call.`,
        `Install it at ${listed(
          [...known].map(each => `\`${each}\``),
          'or',
        )}.`,
      ),
    ),
    ...hindered.map(({ event, file, obstacle }) =>
      fault(
        'hooks',
        `The hook at \`${event}\` in ${file} ${obstacle}.`,
        `Run \`handrail export RULESET --to ${installation.target}\`.`,
      ),
    ),
  ];
}

/** A plugin may be for other repositories, so that it is no fault beside another gate. */
function pluginLines(found: readonly Installation[]): Line[] {
  const plugin = found.find(each => each.plugin !== null);
  const beside = found.find(each => each.plugin === null && each.player.host === plugin?.player.host);
  if (plugin === undefined || beside === undefined) return [];
  const text = `${beside.title} has a gate in ${beside.files.join(', ')} and one in ${plugin.plugin}: if the plugin is installed here, both decide about each call.`;
  return [note('hooks', text, 'Keep one of them.')];
}

function strayLines(found: readonly Installation[], root: string): Line[] {
  return strayFiles(root).map(({ host, file }) => {
    const { title, files } = hostOf(host);
    const text = `${file} mentions a gate, and ${title} reads no hooks there.`;
    const fix = `Hooks of ${title} belong in ${files[0]}.`;
    return found.some(({ player }) => player.host === host) ? note('hooks', text, fix) : fault('hooks', text, fix);
  });
}

const failureWords: Readonly<Record<HostFailure, string>> = {
  crash: 'is killed',
  'exit-1': 'ends with code 1',
  'exit-2': 'ends with code 2',
  timeout: 'takes longer than its timeout',
  'empty-output': 'says nothing and ends with code 0',
  'broken-output': 'prints half an answer',
  'gate-missing': 'is missing',
};

/** What no configuration of the host closes, by the facts of `hosts/`. */
function hostGaps(host: HookHostId): Line[] {
  const { events, gaps, title } = hostOf(host);
  const installed = events.filter(({ tools }) => tools.length > 0);
  const open = (Object.keys(failureWords) as HostFailure[]).filter(failure =>
    installed.some(({ failures }) => failures[failure] === 'usual' || failures[failure] === 'runs'),
  );
  return [
    ...(open.length === 0
      ? []
      : [
          gap(
            'host',
            `${title} lets a call through if its hook ${listed(
              open.map(each => failureWords[each]),
              'or',
            )}.`,
          ),
        ]),
    ...gaps.map(each => gap('host', each)),
  ];
}
