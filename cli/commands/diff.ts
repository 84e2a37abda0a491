import { logAt, ownSamples, samplesAt, type Cases } from '../cases.ts';
import { UsageError, type Command, type ExitCode, type OptionValues, type CommandContext } from '../command.ts';
import { comparePair } from '../compare.ts';
import { decisionTime } from '../decision-time.ts';
import { displayPath } from '../disk-workspace.ts';
import { diffFormats } from '../formats/diff/index.ts';
import { findingLines } from '../formats/findings.ts';
import { failures, fails, type DiffReport, type Failure, type RuleSetReport } from '../formats/diff/report.ts';
import { progressOn } from '../progress.ts';
import { changedRuleSets, type VersionPair } from '../versions/changed-rule-sets.ts';
import { comparedBy, type Compared } from '../versions/compared.ts';
import { loadVersion } from '../versions/load.ts';
import { versionSources } from '../versions/sources.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'show exactly which inputs get a different decision',
  usage:
    'handrail diff [BASE [HEAD]] [PATH…] [--staged] [--all] [--fail-on CLASS] [--samples PATH | --log FILE] [--at TIME] [--format FORMAT]',
  formats: Object.keys(diffFormats),
  options: {
    staged: { type: 'boolean' },
    all: { type: 'boolean' },
    'fail-on': { type: 'string' },
    samples: { type: 'string' },
    log: { type: 'string' },
    at: { type: 'string' },
  },
  help: [
    'BASE and HEAD are two versions of one rule set: a file, REV:path in git, :path (staged), a release (NAME@2.2.0, or',
    'release:2.2.0 if the other is a file), or - for standard input. Or they are two revisions, or a range A..B or A...B (from',
    'the merge base): then every rule set that differs is shown, even if only an import changed, and PATHs limit that. HEAD',
    'defaults to the working tree, and BASE to the last commit.',
    '',
    '  --staged         compare with what is staged for the next commit',
    '  --all            show each group of inputs with its condition and an input to try, as text',
    '  --fail-on CLASS  exit with 1 if anything is loosened, tightened or rerouted; `any`: if anything changes',
    '  --samples PATH   measure changes on these samples (file, folder or glob) instead of those of the rule set',
    '  --log FILE       measure changes on a log: JSON Lines of inputs, or of records with their input (- for standard input)',
    '  --at TIME        the current time, for rules with dates (RFC 3339); default: now',
    '',
    'Examples:',
    '  handrail diff main',
    '  handrail diff origin/main...HEAD --format markdown --fail-on loosened',
    '  handrail diff HEAD~1:rules/refunds.escalation.yaml rules/refunds.escalation.yaml --log cases.jsonl',
    '  handrail diff release:2.2.0 refunds.escalation.yaml',
  ].join('\n'),
  async run(operands, options, context) {
    const failOn = options['fail-on'];
    if (failOn !== undefined && !isFailure(failOn))
      throw new UsageError(`--fail-on takes one of ${failures.join(', ')}.`);
    const now = decisionTime(options, context);
    const cases = await casesFor(options, { ...context, now });
    const sources = versionSources(context);
    try {
      const { directory } = context;
      const compared = await comparedBy(operands, { ofStaged: options['staged'] === true, directory, sources });
      const pairs = await pairsOf(compared, directory);
      const format = options['format'] as keyof typeof diffFormats;
      const ruleSets = await reports(pairs, {
        now,
        cases,
        context: format === 'text' ? context : { ...context, screen: null },
      });
      const all = options['all'] === true;
      return await write({ ruleSets, revisions: revisionsOf(compared), now }, { format, failOn, all, context });
    } finally {
      sources.close();
    }
  },
};

function isFailure(value: string | boolean): value is Failure {
  return (failures as readonly unknown[]).includes(value);
}

async function casesFor(options: OptionValues, context: CommandContext): Promise<Cases> {
  const { samples, log } = options;
  if (samples !== undefined && log !== undefined)
    throw new UsageError('Changes are measured with --samples or with a --log, not with both.');
  if (typeof samples === 'string') return samplesAt(samples, context);
  return typeof log === 'string' ? logAt(log, context) : ownSamples(context.now);
}

async function pairsOf(compared: Compared, directory: string): Promise<VersionPair[]> {
  if (compared.kind === 'pair')
    return [{ before: await loadVersion(compared.before), after: await loadVersion(compared.after) }];
  const { repository, before, after, within } = compared;
  return changedRuleSets(repository, before, after, { within, directory });
}

function revisionsOf(compared: Compared): DiffReport['revisions'] {
  if (compared.kind === 'pair') return null;
  return { before: compared.before.label, after: compared.after?.label ?? 'the working tree' };
}

async function reports(
  pairs: readonly VersionPair[],
  { now, cases, context: { screen, directory } }: { now: number; cases: Cases; context: CommandContext },
): Promise<RuleSetReport[]> {
  const progress = progressOn(screen);
  const done: RuleSetReport[] = [];
  try {
    for (const pair of pairs) {
      const what = (pair.after ?? pair.before)?.version.label ?? '';
      const at = (share: number) => progress.at({ done: done.length, total: pairs.length, share, what });
      at(0);
      done.push(await comparePair(pair, { now, cases, at, file: uri => displayPath(uri, directory) }));
    }
  } finally {
    progress.clear();
  }
  return done;
}

/** Writes what could not be compared to standard error, and the report of the rest to standard output. */
async function write(
  report: DiffReport,
  {
    format,
    failOn,
    all,
    context: { out, message, color, columns },
  }: { format: keyof typeof diffFormats; failOn: Failure | undefined; all: boolean; context: CommandContext },
): Promise<ExitCode> {
  const { ruleSets, revisions } = report;
  const unknown = ruleSets.flatMap(each => (each.kind === 'unknown' ? each.problems : []));
  for (const { findings, why, show } of unknown) {
    for (const line of findings.flatMap(finding => findingLines(finding, { show, color: false }))) message(line);
    message(why);
  }
  // With a single pair, nothing is left to report.
  if (unknown.length > 0 && revisions === null) return 2;
  await out(diffFormats[format](report, { color, columns, all }));
  if (unknown.length > 0) return 2;
  return failOn !== undefined && ruleSets.some(each => fails(each, failOn)) ? 1 : 0;
}
