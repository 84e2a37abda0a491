import { aroundBlock, findBlock } from '../../exports/block.ts';
import { gatePath, type GatePrograms } from '../../exports/enforce/gate-file.ts';
import type { ExportedFile, ExportSource } from '../../exports/exported-file.ts';
import type { ExportOptions, ExportTarget } from '../../exports/export-target.ts';
import { planExport, type PlannedFile, type Repository } from '../../exports/plan.ts';
import { sameStamp, stampIn, stampOf, type Stamp } from '../../exports/stamp.ts';
import type { DeclaredExport } from '../source/project/declared-exports.ts';
import type { Project } from '../source/project/project.ts';
import type { Workspace } from '../workspace.ts';
import type { Drift, Travel } from './travels.ts';

interface DriftOptions {
  /** Makes an answer, or gives the last one if it was made under the same key. */
  remember: <T>(key: string, make: () => Promise<T>) => Promise<T>;
  /** The programs of gates; without them, only the rules in a gate are compared. */
  programs?: () => GatePrograms;
}

/**
 * The files of an export that are not as the rule set says; null if all are. While the file with the stamp was written from other rules, as it is while they
 * are edited, no other file is compared.
 */
export async function driftOf(
  { workspace, now }: { workspace: Workspace; now: () => number },
  { project, digest, exports }: { project: Project; digest: string; exports: readonly DeclaredExport[] },
  travel: Travel,
  { remember, programs }: DriftOptions,
): Promise<Drift | null> {
  const { ruleSet } = project;
  const { target, folder } = travel;
  const source = { ruleSet, digest, exports: exports.map(({ to }) => to) };
  const path = target.stamped?.(ruleSet.name) ?? gatePath;
  const stamped = await textAt(workspace, folder, path);
  const from = stamped === null ? null : stampFor(ruleSet.name, stamped);
  if (stamped === null) return { travel, files: [{ path, state: 'missing', from }], faults: [] };
  if (from !== null && !sameStamp(from, stampOf(source)))
    return { travel, files: [{ path, state: 'outdated', from }], faults: [] };

  const noPrograms = (): GatePrograms => ({ full: '', plain: '' });
  const around = (each: string): string => (each === path ? aroundBlock(stamped, ruleSet.name) : '');
  const options = { around, programs: programs ?? noPrograms, codePrograms: noPrograms, now: now() };
  const { files, fault } = await remember([digest, ...source.exports, around(path)].join('\n'), () =>
    Promise.resolve(planned(target, source, options)),
  );
  const names = new Map<string, readonly string[]>();
  for (const { folder: each } of target.folders(ruleSet.name))
    names.set(each, (await workspace.namesIn?.(`${folder}${each}/`)) ?? []);
  const paths = [
    ...files.map(file => file.path),
    ...[...names].flatMap(([at, all]) => all.map(name => `${at}/${name}`)),
  ];
  const texts = new Map<string, string | null>();
  for (const each of new Set(paths)) texts.set(each, await textAt(workspace, folder, each));
  const repository: Repository = { read: each => texts.get(each) ?? null, list: each => names.get(each) ?? [] };
  const plan = planExport(source, [{ ...target, files: () => files, fault: () => fault }], repository, options);
  // Of a gate whose program is not at hand, the rules are compared.
  const hasSameRules = ({ path: at, text }: PlannedFile): boolean =>
    isProgram.test(at) &&
    (at !== gatePath || programs === undefined) &&
    rulesIn(texts.get(at) ?? '') === rulesIn(text ?? '');
  const stale = plan.files.filter(file => file.state !== 'fresh' && !hasSameRules(file));
  return stale.length === 0 && plan.faults.length === 0 ? null : { travel, files: stale, faults: plan.faults };
}

const isProgram = /(?:^|\/)[\w-]+\.mjs$/;

/** What stands in front of the program of a gate, up to its rules. */
function rulesIn(text: string): string {
  return /^[^]*?^const HANDRAIL = .*$/m.exec(text)?.[0] ?? text;
}

function planned(
  target: ExportTarget,
  source: ExportSource,
  options: ExportOptions,
): { files: ExportedFile[]; fault: string | null } {
  const files = target.files(source, options);
  return { files, fault: target.fault?.(files, options) ?? null };
}

/** The stamp of a rule set in a file that an export owns, or in which it owns a block. */
function stampFor(name: string, text: string): Stamp | null {
  const own = stampIn(text);
  if (own?.name === name) return own;
  const found = findBlock(text, name);
  return 'fault' in found ? null : (found.block?.stamp ?? null);
}

async function textAt(workspace: Workspace, folder: string, path: string): Promise<string | null> {
  const file = await workspace.read(`${folder}${path.split('/').map(encodeURIComponent).join('/')}`);
  return file === undefined || 'unreadable' in file ? null : file.text;
}
