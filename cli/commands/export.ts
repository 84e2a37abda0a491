import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAtOnce } from '../../engine/model/steps.ts';
import { digest } from '../../engine/index.ts';
import type { ExportTarget } from '../../exports/export-target.ts';
import { exportTargets } from '../../exports/index.ts';
import { targetMatrix } from '../../exports/matrix.ts';
import { planExport, type Plan } from '../../exports/plan.ts';
import { stampOf } from '../../exports/stamp.ts';
import { createQueries } from '../../language/queries/create-queries.ts';
import { withInherited, type DeclaredExport } from '../../language/source/project/declared-exports.ts';
import { UsageError, type Command } from '../command.ts';
import { codePrograms, gatePrograms } from '../exports/gate-programs.ts';
import { matrixFormats } from '../exports/matrix.ts';
import { exportFormats } from '../exports/report.ts';
import { rootAt, type Root } from '../exports/root.ts';
import { targetFormats } from '../exports/targets.ts';
import { writeFiles } from '../exports/write-files.ts';
import { ruleSetAt } from '../versions/given-rule-set.ts';
import { whyUnsound } from '../versions/load.ts';

const known = exportTargets.map(({ id }) => id);

export const exportCommand: Command = {
  name: 'export',
  summary: 'write a rule set into the files that agents and their hosts read',
  usage: 'handrail export RULESET [--to TARGET]… [--out DIR] [--check [--texts]|--matrix|--list] [--format FORMAT]',
  formats: Object.keys(exportFormats),
  options: {
    to: { type: 'string', multiple: true },
    out: { type: 'string' },
    check: { type: 'boolean' },
    texts: { type: 'boolean' },
    matrix: { type: 'boolean' },
    list: { type: 'boolean' },
  },
  help: [
    'RULESET is a file, REV:path in git, or a release NAME@2.2.0.',
    '',
    '  --to TARGET  what to write; repeat it for several (default: what the rule set and handrail.config.yaml list under `exports`)',
    ...exportTargets.map(({ id, title }) => `                 ${id.padEnd(14)} ${title}`),
    '  --out DIR    the root of the repository, below which each file has the path of its format (default: what `exports` says',
    '               of the target; . for a target that it does not list)',
    '  --check      write nothing; exit with 1 if a file is not what the rule set says, and name it',
    '  --texts      with --check and --format json, also the whole text that each file would have',
    '  --matrix     write nothing; show what each rule does in each host that enforces an export (default: in all hosts)',
    '  --list       write nothing; list the targets, and which of them the rule set lists under `exports`',
    '',
    'Files that you own (CLAUDE.md, AGENTS.md) get a block between markers; the rest of them is not touched. A file that no',
    'export wrote is never overwritten. Either all files are written or none.',
    '',
    'Examples:',
    '  handrail export refunds.escalation.yaml --to claude --to cursor',
    '  handrail export refunds.escalation.yaml --matrix',
    '  handrail export refunds.escalation.yaml --to agents --out ../shop --check',
  ].join('\n'),
  async run(paths, options, context) {
    const [given, ...more] = paths;
    if (given === undefined || more.length > 0)
      throw new UsageError('Which rule set? Name one file: `handrail export RULESET --to TARGET`.');
    const asked = targetsNamed([options['to'] ?? []].flat().map(String));
    const loaded = await ruleSetAt(given, context);
    if (loaded.kind !== 'sound') {
      context.message(...whyUnsound(loaded));
      return 2;
    }
    const { ruleSet } = loaded.project;
    const { uri, workspace } = loaded.version;
    const { exports: inherited } = await createQueries(workspace).configuration(uri);
    const exports = withInherited(loaded.project.exports, inherited);
    const declared = exports.map(({ to }) => to);
    const source = { ruleSet, digest: digest(ruleSet), exports: declared };
    const format = options['format'] === 'json' ? 'json' : 'text';
    if (options['list'] === true) {
      await context.out(targetFormats[format]({ stamp: stampOf(source), digest: source.digest, declared }));
      return 0;
    }
    if (options['matrix'] === true) {
      const matrix = runAtOnce(
        targetMatrix(ruleSet, enforcing(asked, declared), { now: context.now, checker: loaded.project.checker }),
      );
      const { digest: whole } = source;
      await context.out(matrixFormats[format]({ stamp: stampOf(source), digest: whole, ruleSet, matrix }));
      return 0;
    }
    const check = options['check'] === true;
    const out = typeof options['out'] === 'string' ? options['out'] : null;
    const places = placesOf(asked, out, exports, context.directory);
    const plans = places.map(({ targets, root, prefix }) => {
      const plan = planExport(source, targets, root, { programs: gatePrograms, codePrograms, now: context.now });
      const files = plan.files.map(file => ({ ...file, path: `${prefix}${file.path}`, file: root.resolve(file.path) }));
      return { files, faults: [...plan.faults, ...sharedFiles(plan, root)] };
    });
    const plan = { files: plans.flatMap(({ files }) => files), faults: plans.flatMap(({ faults }) => faults) };
    const report = { stamp: stampOf(source), digest: source.digest, check, texts: options['texts'] === true, ...plan };
    if (plan.faults.length > 0) {
      if (format === 'json') await context.out(exportFormats.json(report));
      context.message(...plan.faults, ...(check ? [] : ['Nothing was written.']));
      return 2;
    }
    const stale = plan.files.filter(({ state }) => state !== 'fresh');
    if (!check) await writeFiles(stale.map(({ file, text }) => ({ file, text })));
    await context.out(exportFormats[format](report));
    return check && stale.length > 0 ? 1 : 0;
  },
};

/** @throws UsageError if a name is unknown */
function targetsNamed(names: readonly string[]): ExportTarget[] {
  return [...new Set(names)].map(name => {
    const target = exportTargets.find(({ id }) => id === name);
    if (target === undefined)
      throw new UsageError(`There is no export \`${name}\`. \`--to\` takes ${known.join(', ')}.`);
    return target;
  });
}

/**
 * The targets that hosts enforce: of those that are named, or else that the rule set lists; all if it lists none.
 * @throws UsageError if there are none
 */
function enforcing(asked: ExportTarget[], declared: readonly string[]): ExportTarget[] {
  const chosen = asked.length > 0 ? asked : declared.length > 0 ? targetsNamed(declared) : exportTargets;
  const targets = chosen.filter(({ enforces }) => enforces);
  if (targets.length === 0)
    throw new UsageError(`No host enforces ${chosen.map(({ id }) => `\`${id}\``).join(', ')}: agents only read it.`);
  return targets;
}

/** A folder into which some targets are exported. */
interface Place {
  targets: ExportTarget[];
  root: Root;
  /** What stands before the paths of its files in reports. */
  prefix: string;
}

/**
 * Where targets are exported: those that are named, or that the rule set lists.
 * @param out the folder that was named, for all of them; null if none was
 * @throws UsageError if there is no target
 */
function placesOf(
  asked: ExportTarget[],
  out: string | null,
  exports: readonly DeclaredExport[],
  directory: string,
): Place[] {
  const ids = asked.length > 0 ? asked.map(({ id }) => id) : exports.map(({ to }) => to);
  if (ids.length === 0)
    throw new UsageError(
      `Export to what? Neither the rule set nor a configuration lists \`exports\`: name a target, \`--to ${known.join('|')}\`.`,
    );
  if (out !== null)
    return [{ targets: targetsNamed(ids), root: rootAt(path.resolve(directory, out), `--out ${out}`), prefix: '' }];
  const travels = [...new Set(ids)].flatMap(id => {
    const listed = exports.filter(({ to }) => to === id).map(({ folder }) => fileURLToPath(folder));
    return (listed.length > 0 ? listed : [directory]).map(folder => ({ id, folder: path.resolve(folder) }));
  });
  return [...new Set(travels.map(({ folder }) => folder))].map(folder => {
    const shown = path.relative(directory, folder).split(path.sep).join('/');
    return {
      targets: targetsNamed(travels.filter(each => each.folder === folder).map(({ id }) => id)),
      root: rootAt(folder, shown === '' ? '.' : shown),
      prefix: shown === '' ? '' : `${shown}/`,
    };
  });
}

/** Different paths that are one file, such as a CLAUDE.md that is a symbolic link to AGENTS.md. */
function sharedFiles({ files }: Plan, root: Root): string[] {
  const first = new Map<string, string>();
  return files.flatMap(({ path: each }) => {
    const file = root.resolve(each);
    const other = first.get(file);
    if (other === undefined) first.set(file, each);
    return other === undefined || other === each
      ? []
      : [`${each} and ${other} are one file: export to one of them only.`];
  });
}
