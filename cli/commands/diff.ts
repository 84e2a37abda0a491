import { logAt, ownSamples, samplesAt, type Cases } from '../cases.ts';
import { UsageError, type Command, type ExitCode, type OptionValues, type Surroundings } from '../command.ts';
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
    'handrail diff [BASE [HEAD]] [PATH…] [--staged] [--fail-on CLASS] [--samples PATH | --log FILE] [--at TIME] [--format FORMAT]',
  formats: Object.keys(diffFormats),
  options: {
    staged: { type: 'boolean' },
    'fail-on': { type: 'string' },
    samples: { type: 'string' },
    log: { type: 'string' },
    at: { type: 'string' },
  },
  help: [
    'BASE and HEAD are two versions of one rule set: a file, REV:path in git, :path (what is staged), a release',
    '(NAME@2.2.0; release:2.2.0 beside a file), or - for standard input. Or they are revisions, a range A..B or A...B (from',
    'the merge base): then every rule set that differs is shown, also if only an import changed; PATHs limit that. Without',
    'HEAD it is the working tree, without BASE what differs from HEAD.',
    '',
    '  --staged         the head is what is staged for the next commit',
    '  --fail-on CLASS  exit with 1 where something is loosened, tightened, rerouted, or any of them',
    '  --samples PATH   measure with these samples (file, folder or glob) instead of those that name the rule set',
    '  --log FILE       measure with a log: JSON Lines, each an input or a record with its input (- is standard input)',
    '  --at TIME        today, for rules with dates (RFC 3339); default now',
    '',
    'Examples:',
    '  handrail diff main',
    '  handrail diff origin/main...HEAD --format markdown --fail-on loosened',
    '  handrail diff HEAD~1:rules/refunds.escalation.yaml rules/refunds.escalation.yaml --log cases.jsonl',
    '  handrail diff release:2.2.0 refunds.escalation.yaml',
  ].join('\n'),
  async run(operands, options, surroundings) {
    const failOn = options['fail-on'];
    if (failOn !== undefined && !isFailure(failOn))
      throw new UsageError(`--fail-on takes one of ${failures.join(', ')}.`);
    const now = decisionTime(options, surroundings);
    const cases = await casesFor(options, { ...surroundings, now });
    const sources = versionSources(surroundings);
    try {
      const { directory } = surroundings;
      const compared = await comparedBy(operands, { ofStaged: options['staged'] === true, directory, sources });
      const pairs = await pairsOf(compared, directory);
      const format = options['format'] as keyof typeof diffFormats;
      const ruleSets = await reports(pairs, {
        now,
        cases,
        surroundings: format === 'text' ? surroundings : { ...surroundings, screen: null },
      });
      return await tell({ ruleSets, revisions: revisionsOf(compared) }, { format, failOn, surroundings });
    } finally {
      sources.close();
    }
  },
};

function isFailure(value: string | boolean): value is Failure {
  return (failures as readonly unknown[]).includes(value);
}

async function casesFor(options: OptionValues, surroundings: Surroundings): Promise<Cases> {
  const { samples, log } = options;
  if (samples !== undefined && log !== undefined)
    throw new UsageError('Changes are measured with --samples or with a --log, not with both.');
  if (typeof samples === 'string') return samplesAt(samples, surroundings);
  return typeof log === 'string' ? logAt(log, surroundings) : ownSamples(surroundings.now);
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
  { now, cases, surroundings: { screen, directory } }: { now: number; cases: Cases; surroundings: Surroundings },
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

/** Writes the report, which holds all that could be compared, then says what could not. */
async function tell(
  report: DiffReport,
  {
    format,
    failOn,
    surroundings: { out, message, color },
  }: { format: keyof typeof diffFormats; failOn: Failure | undefined; surroundings: Surroundings },
): Promise<ExitCode> {
  const { ruleSets, revisions } = report;
  const unknown = ruleSets.flatMap(each => (each.kind === 'unknown' ? each.problems : []));
  for (const { findings, why, show } of unknown) {
    for (const line of findings.flatMap(finding => findingLines(finding, { show, color: false }))) message(line);
    message(why);
  }
  // Of two versions there is nothing to tell where one has errors.
  if (unknown.length > 0 && revisions === null) return 2;
  await out(diffFormats[format](report, { color }));
  if (unknown.length > 0) return 2;
  return failOn !== undefined && ruleSets.some(each => fails(each, failOn)) ? 1 : 0;
}
