import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CompiledRuleSet,
  type DecisionMade,
  grantFromDecision,
  grantStatus,
  isRedacted,
  issuedEvent,
  readLoggedLine,
  type Redactor,
} from '../../engine/index.ts';
import type { Grant } from '../../engine/model/grant.ts';
import { parseDuration } from '../../engine/model/time/duration.ts';
import { type Grants, openGrants } from '../../gate/node/grants/store.ts';
import { newEventId } from '../../gate/node/log/append.ts';
import { hasLogKey, logRedactor } from '../../gate/node/log/key.ts';
import { unreadableBecause } from '../../language/source/document/file-text.ts';
import { byteLines } from '../byte-lines.ts';
import { type Command, type CommandContext, type ExitCode, type OptionValues, UsageError } from '../command.ts';
import { displayPath } from '../disk-workspace.ts';
import { cannotRead } from '../document.ts';
import { grantsFormats, type GrantsReport } from '../formats/grants.ts';
import { whoDoes } from '../releases/identity.ts';
import { onePath, textOption } from '../releases/options.ts';
import { whyUnsound } from '../versions/load.ts';
import { ruleSetAt } from '../versions/given-rule-set.ts';

const actions = { add, list, revoke };

export const grant: Command = {
  name: 'grant',
  summary: 'allow more of what a rule escalated, and list or revoke what was allowed',
  usage: [
    'handrail grant add RULESET --log FILE --decision ID [--uses N] [--valid-for DURATION] [--by WHO]',
    '       handrail grant list --log FILE [--all]',
    '       handrail grant revoke ID --log FILE [--by WHO]',
  ].join('\n'),
  formats: Object.keys(grantsFormats),
  options: {
    log: { type: 'string' },
    decision: { type: 'string' },
    uses: { type: 'string' },
    'valid-for': { type: 'string' },
    by: { type: 'string' },
    all: { type: 'boolean' },
  },
  help: [
    'A grant is what the `grant` of a rule lets a reviewer allow beyond the case under review. It is kept in the decision log that',
    'the gate writes; the next call with the same values passes, as often and as long as was granted.',
    '',
    '  add                   grant the action of a decision that is in the log: as much as the rule allows, or less',
    '  list                  show the grants in force, what they allow, and how many uses are left',
    '  revoke                take a grant back, at once',
    '',
    '  --log FILE            the decision log',
    '  --decision ID         the id of the decision that escalated',
    '  --uses N              fewer uses than the rule allows',
    '  --valid-for DURATION  a shorter time than the rule allows, such as 10m',
    '  --by "NAME <EMAIL>"   who you are (default: `user.name` and `user.email` of git)',
    '  --all                 list grants that expired, were spent or revoked, too',
    '',
    'Examples:',
    '  handrail grant add payments.escalation.yaml --log payments.decisions.jsonl --decision 01JD2Z8K4Q7M9T3W5X6Y8A0B1C',
    '  handrail grant list --log payments.decisions.jsonl',
    '  handrail grant revoke 01JE0M3N5P7R9S1T3V5W7X9Y1Z --log payments.decisions.jsonl',
  ].join('\n'),
  async run([action, ...paths], options, context) {
    if (action === undefined || !Object.hasOwn(actions, action))
      throw new UsageError(
        'What about grants? `handrail grant add`, `handrail grant list` or `handrail grant revoke`.',
      );
    const given = textOption(options, 'log');
    if (given === undefined) throw new UsageError('Which decision log? Name it: `--log FILE`.');
    const log: Log = { given, file: path.resolve(context.directory, given) };
    if (!existsSync(log.file)) throw cannotRead(given);
    return actions[action as keyof typeof actions](paths, { log, options, context });
  },
};

interface Log {
  given: string;
  file: string;
}

interface Call {
  log: Log;
  options: OptionValues;
  context: CommandContext;
}

async function add(paths: string[], call: Call): Promise<ExitCode> {
  const { log, options, context } = call;
  const given = onePath(paths, 'handrail grant add RULESET --log FILE --decision ID');
  const id = textOption(options, 'decision');
  if (id === undefined) throw new UsageError('Which decision? Name the one that escalated: `--decision ID`.');
  const narrower = { ...usesOption(options), ...durationOption(options) };
  const loaded = await ruleSetAt(given, context);
  if (loaded.kind !== 'sound') {
    context.message(...whyUnsound(loaded));
    return 2;
  }
  const decision = await decisionIn(log, id);
  const compiled = loaded.compiled();
  const by = await whoDoes(options, context.directory, 'by');
  const made = grantFromDecision(compiled, decision, {
    by,
    id: newEventId(context.now),
    issuedAt: context.now,
    ...narrower,
  });
  if ('refused' in made) throw new UsageError(made.refused);
  const grants = openGrants(log.file, { redactor: await redactorOf(compiled, log, made.grant) });
  // Two grants of one case would allow more than the rule does.
  const earlier = (await grants.all()).find(
    state => state.issued.decision === decision.id && ['in-force', 'not-yet'].includes(grantStatus(state, context.now)),
  );
  if (earlier !== undefined)
    throw new UsageError(
      `The decision \`${decision.id}\` has a grant in force, \`${earlier.issued.id}\`. Revoke it before you grant it otherwise.`,
    );
  await grants.issue(issuedEvent(made.grant, decision.id));
  return show('add', [made.grant.id], grants, call);
}

async function list(paths: string[], call: Call): Promise<ExitCode> {
  if (paths.length > 0)
    throw new UsageError('`handrail grant list` takes no operand: `handrail grant list --log FILE`.');
  return show('list', null, openGrants(call.log.file), call);
}

async function revoke(paths: string[], call: Call): Promise<ExitCode> {
  const { log, options, context } = call;
  const [id, ...more] = paths;
  if (id === undefined || more.length > 0)
    throw new UsageError('Which grant? Name its id: `handrail grant revoke ID --log FILE`.');
  const grants = openGrants(log.file);
  const outcome = await grants.revoke(id, await whoDoes(options, context.directory, 'by'), context.now);
  if (outcome === 'unknown') throw new UsageError(`There is no grant \`${id}\` in ${log.given}.`);
  if (outcome === 'busy')
    throw new UsageError(
      `Other processes are spending grants of ${log.given}, so \`${id}\` is not revoked. Try again.`,
    );
  if (outcome === 'revoked') context.message(`The grant \`${id}\` was already revoked.`);
  return show('revoke', [id], grants, call);
}

/** @param ids the grants to show; null for those in force, or all with `--all` */
async function show(
  action: GrantsReport['action'],
  ids: readonly string[] | null,
  grants: Grants,
  { log, options, context }: Call,
): Promise<ExitCode> {
  const { now, directory, color, out, message } = context;
  const all = await grants.all();
  const isAlive = (status: string): boolean => status === 'in-force' || status === 'not-yet';
  const shown = all.filter(state =>
    ids === null ? options['all'] === true || isAlive(grantStatus(state, now)) : ids.includes(state.issued.id),
  );
  const format = grantsFormats[options['format'] as keyof typeof grantsFormats];
  const name = displayPath(pathToFileURL(log.file).href, directory);
  await out(format({ action, log: name, grants: shown, now }, color));
  if (shown.length === 0 && options['format'] === 'text')
    message(
      all.length === 0 ? `There are no grants in ${name}.` : `No grants in force in ${name}; --all shows the others.`,
    );
  return 0;
}

/** The redactor with the key of a log. @throws UsageError if the log lost the key with which it hides a value of the grant */
async function redactorOf(compiled: CompiledRuleSet, log: Log, { bound }: Grant): Promise<Redactor> {
  if (Object.values(bound).some(isRedacted) && !hasLogKey(log.file))
    throw new UsageError(
      `${log.given} hides a value that the grant binds, and the key is not beside it. Grant it where the gate writes its log.`,
    );
  return logRedactor(log.file, compiled.ruleSet);
}

/** @throws UsageError if the log cannot be read, or has no such decision */
async function decisionIn({ given, file }: Log, id: string): Promise<DecisionMade> {
  const wanted = Buffer.from(JSON.stringify(id));
  try {
    for await (const line of byteLines(createReadStream(file) as AsyncIterable<Uint8Array>)) {
      const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
      if (!bytes.includes(wanted)) continue;
      const read = readLoggedLine(bytes.toString('utf8'));
      if (read.kind === 'event' && read.event.type === 'decision' && read.event.id === id) return read.event;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotRead(given, unreadableBecause(error)?.unreadable);
  }
  throw new UsageError(`There is no decision \`${id}\` in ${given}.`);
}

function usesOption(options: OptionValues): { uses?: number } {
  const given = textOption(options, 'uses');
  if (given === undefined) return {};
  const uses = Number(given);
  if (!Number.isSafeInteger(uses) || uses < 1)
    throw new UsageError(`--uses takes a whole number above 0, not \`${given}\`.`);
  return { uses };
}

function durationOption(options: OptionValues): { validFor?: number } {
  const given = textOption(options, 'valid-for');
  if (given === undefined) return {};
  const validFor = parseDuration(given);
  if (validFor === undefined || validFor < 1)
    throw new UsageError(`--valid-for takes a duration such as 10m or 1h30m, not \`${given}\`.`);
  return { validFor };
}
