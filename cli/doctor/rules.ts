import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from '../../engine/index.ts';
import type { ExportSource } from '../../exports/exported-file.ts';
import { exportTargets } from '../../exports/index.ts';
import type { ExportTarget } from '../../exports/export-target.ts';
import { type Plan, planExport } from '../../exports/plan.ts';
import { stampOf, type Stamp } from '../../exports/stamp.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { filesAt } from '../disk-workspace.ts';
import { codePrograms, gatePrograms } from '../exports/gate-programs.ts';
import { rootAt } from '../exports/root.ts';
import { ruleSetAt } from '../versions/given-rule-set.ts';
import { whyUnsound } from '../versions/load.ts';
import { gateFiles } from './gates.ts';
import { hookTargets, type Installation } from './installations.ts';
import { fault, note, ok, type Line } from './report.ts';

/** The rules that the gates of a repository should have. */
export interface ExpectedRules {
  /** As commands take it. */
  operand: string;
  source: ExportSource;
}

/**
 * The rule set that is given, or else the one in the repository that has the name of its gate.
 * @returns lines that say why there is none
 */
export async function expectedRules(
  root: string,
  given: string | undefined,
  context: CommandContext,
): Promise<ExpectedRules | Line[]> {
  if (given !== undefined) {
    const loaded = await loadRules(given, context);
    if (Array.isArray(loaded)) throw new UsageError(loaded[0] ?? '', loaded.slice(1));
    return loaded;
  }
  const names = new Set(gateFiles(root).flatMap(({ stamp }) => stamp?.name ?? []));
  if (names.size === 0) return [];
  const files = await ruleFilesNamed(names, root);
  const [file, ...more] = files;
  const named = [...names].map(name => `\`${name}\``).join(', ');
  if (file === undefined || more.length > 0) {
    const count = file === undefined ? 'No rule file' : 'More than one rule file';
    return [
      note('rules', `${count} of ${named} is here, so the gates are not compared with it.`, 'Name it with `--rules`.'),
    ];
  }
  const loaded = await loadRules(file, context);
  return Array.isArray(loaded)
    ? [
        fault(
          'rules',
          `${path.relative(context.directory, file)} has errors, so the gates cannot be compared with it.`,
          'Run `handrail check`.',
        ),
      ]
    : loaded;
}

async function loadRules(given: string, context: CommandContext): Promise<ExpectedRules | string[]> {
  const loaded = await ruleSetAt(given, context);
  if (loaded.kind !== 'sound') return whyUnsound(loaded);
  const { ruleSet, exports } = loaded.project;
  const operand = path.isAbsolute(given) ? path.relative(context.directory, given) : given;
  return { operand, source: { ruleSet, digest: digest(ruleSet), exports: exports.map(({ to }) => to) } };
}

/** The rule files in a repository that have one of these names. */
async function ruleFilesNamed(names: ReadonlySet<string>, root: string): Promise<string[]> {
  const { uris } = await filesAt(['.'], root);
  const files = uris.filter(uri => fileKind(uri) === 'rule-set').map(uri => fileURLToPath(uri));
  const texts = await Promise.all(files.map(async file => ({ file, text: await readFile(file, 'utf8') })));
  return texts
    .filter(({ text }) => names.has(/^\s*"?name"?:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ?? ''))
    .map(({ file }) => file);
}

/** How the files of the installed gates differ from what an export would write now. Whether hooks work is tested, not compared. */
export function driftLines(
  { operand, source }: ExpectedRules,
  found: readonly Installation[],
  root: string,
  now: number,
): Line[] {
  const enforcing = exportTargets.filter(({ id }) => hookTargets.includes(id));
  const installed = new Set(found.map(({ target }) => target));
  const declared = source.exports;
  const lines = enforcing
    .filter(({ id }) => declared.includes(id) && !installed.has(id))
    .map(({ id, title }) =>
      fault(
        'hooks',
        `The rule set is to be exported to ${title} (\`exports\`), and no gate is installed there.`,
        `Run \`handrail export ${operand} --to ${id}\`.`,
      ),
    );
  const targets = enforcing.filter(({ id }) => installed.has(id));
  if (targets.length === 0) return lines;
  const plan = planAt(root, source, targets, now);
  if (typeof plan === 'string') return [...lines, fault('rules', `The files cannot be compared: ${plan}`, null)];
  const stamp = stampOf(source);
  const stale = plan.files.filter(({ state }) => state !== 'fresh');
  for (const { path: file, state, from, target } of stale) {
    const fix = `Run \`handrail export ${operand} --to ${target}\`.`;
    if (from === null && state === 'outdated') {
      lines.push(note('files', `${file} is not as the export writes it. The tests above say whether it works.`, fix));
      continue;
    }
    const what =
      state === 'missing'
        ? 'is missing'
        : state === 'outdated'
          ? `was written from ${from?.name} ${from?.version} (${from?.digest}), and the rules are ${described(stamp)}`
          : state === 'edited'
            ? 'was edited by hand, or written by another version of handrail'
            : 'is left over from a longer export';
    lines.push((state === 'left-over' ? note : fault)('rules', `${file} ${what}.`, fix));
  }
  lines.push(...plan.faults.map(each => fault('files', each, null)));
  return lines.length === 0 ? [ok('rules', `All files are as ${described(stamp)} says.`)] : lines;
}

/** What an export would change, or why it would refuse to, as a sentence. */
function planAt(root: string, source: ExportSource, targets: readonly ExportTarget[], now: number): Plan | string {
  try {
    return planExport(source, targets, rootAt(root, 'the repository'), { programs: gatePrograms, codePrograms, now });
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function described({ name, version, digest: digits }: Stamp): string {
  return `${name} ${version} (${digits})`;
}
