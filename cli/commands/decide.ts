import { asText } from '../../engine/model/expectation.ts';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { type CompiledRuleSet, decide, sampleGrants } from '../../engine/index.ts';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import { isJsonObject, type Json } from '../../engine/model/json.ts';
import { unreadableBecause } from '../../language/source/document/file-text.ts';
import { byteLines, isBlank } from '../byte-lines.ts';
import { UsageError, type Command, type ExitCode, type CommandContext } from '../command.ts';
import { decisionTime } from '../decision-time.ts';
import { cannotRead, isDocument, parseJson, readGiven } from '../document.ts';
import { recordText } from '../formats/record-text.ts';
import { asJson } from '../printed.ts';
import { ruleSetAt } from '../versions/given-rule-set.ts';
import { whyUnsound } from '../versions/load.ts';

export const decideCommand: Command = {
  name: 'decide',
  summary: 'decide on an input, or on each line of a log',
  usage: 'handrail decide RULESET --input FILE|-|JSON [--at TIME] [--grants FILE|JSON] [--trace] [--format FORMAT]',
  formats: ['text', 'json'],
  options: {
    input: { type: 'string', short: 'i' },
    at: { type: 'string' },
    grants: { type: 'string' },
    trace: { type: 'boolean' },
  },
  help: [
    'RULESET is a file, REV:path in git, or a release NAME@2.2.0.',
    '',
    '  --input FILE|-|JSON  a JSON file, - for standard input, or the document itself, which starts with {; JSON Lines (a',
    '                       .jsonl file, or standard input whose first line is a complete document) gives one record for',
    '                       each line that is not blank',
    '  --at TIME            decide as of this time (RFC 3339); default: now',
    '  --grants FILE|JSON   grants in force: a JSON list, or JSON Lines; the id of a rule in it stands for a grant that a reviewer',
    '                       of this very input has issued',
    '  --trace              show why each rule fires or does not',
    '',
    'Examples:',
    '  handrail decide refunds.escalation.yaml --input case.json --trace',
    '  handrail decide refunds.escalation.yaml --input \'{"amount": 20}\'',
    '  handrail decide refunds.escalation.yaml --input - --format json < cases.jsonl > records.jsonl',
  ].join('\n'),
  async run(paths, options, context) {
    const [given, ...more] = paths;
    if (given === undefined || more.length > 0)
      throw new UsageError('Which rule set? Name one file: `handrail decide RULESET --input FILE`.');
    const input = options['input'];
    if (typeof input !== 'string')
      throw new UsageError('Which input? Name a file, or - for standard input: `--input FILE`.');
    const at = decisionTime(options, context);
    const loaded = await ruleSetAt(given, context);
    if (loaded.kind !== 'sound') {
      context.message(...whyUnsound(loaded));
      return 2;
    }
    const decideOn: Decider = {
      compiled: loaded.compiled(),
      at,
      grants: await givenGrants(options['grants'], context),
      trace: options['trace'] === true,
      json: options['format'] === 'json',
      context,
    };
    if (isDocument(input)) return decideDocument(input, decideOn);
    if (input === '-') return decideStream(byteLines(context.stdin as AsyncIterable<Uint8Array>), decideOn);
    const { directory } = context;
    if (!input.endsWith('.jsonl')) return decideDocument(await readGiven(input, directory), decideOn);
    return decideLines(linesOfFile(input, directory), decideOn);
  },
};

async function* linesOfFile(given: string, directory: string): AsyncGenerator<Uint8Array> {
  try {
    yield* byteLines(createReadStream(path.resolve(directory, given)) as AsyncIterable<Uint8Array>);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotRead(given, unreadableBecause(error)?.unreadable);
  }
}

interface Decider {
  compiled: CompiledRuleSet;
  at: number;
  /** Grants, and ids of rules; null without `--grants`. */
  grants: readonly Json[] | null;
  trace: boolean;
  json: boolean;
  context: CommandContext;
}

/** Decides on JSON Lines if the first line that is not blank is a complete document, or else on the whole stream as one document. */
async function decideStream(source: AsyncGenerator<Uint8Array>, decider: Decider): Promise<ExitCode> {
  const seen: Uint8Array[] = [];
  // `for await` would close the stream on return.
  for (let next = await source.next(); !next.done; next = await source.next()) {
    const isFirst = seen.every(isBlank);
    seen.push(next.value);
    if (isFirst && parseJson(next.value).ok) return decideLines(chain(seen, source), decider);
  }
  return decideDocument(Buffer.concat(seen.flatMap(line => [line, Buffer.from('\n')])), decider);
}

async function* chain(first: Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}

async function decideDocument(document: string | Uint8Array, decider: Decider): Promise<ExitCode> {
  const { compiled, json, context } = decider;
  const parsed = parseJson(document);
  if (!parsed.ok) throw new UsageError(`The input is not JSON: ${parsed.why}`);
  const record = recordOf(decider, parsed.value);
  const required = requiredOf(compiled, parsed.value);
  await context.out(json ? asJson(record) : recordText(record, context.color, required));
  return 0;
}

function recordOf({ compiled, at, trace, grants, context }: Decider, input: Json): DecisionRecord {
  if (grants === null) return decide(compiled, input, { at, trace });
  const { grants: issued, mismatches } = sampleGrants(
    compiled,
    { input, grants: grants.filter(grant => typeof grant === 'string') },
    at,
  );
  for (const { expected, actual } of mismatches) context.message(`no grant of ${asText(expected)}: ${asText(actual)}`);
  return decide(compiled, input, {
    at,
    trace,
    grants: [...issued, ...grants.filter(each => typeof each !== 'string')],
  });
}

/** @throws UsageError if they cannot be read */
async function givenGrants(given: unknown, { directory }: CommandContext): Promise<Json[] | null> {
  if (typeof given !== 'string') return null;
  const text = /^\s*[[{]/.test(given) ? given : await readGiven(given, directory);
  const whole = parseJson(text);
  if (whole.ok) return Array.isArray(whole.value) ? whole.value : [whole.value];
  const lines = text.split('\n').filter(line => line.trim() !== '');
  return lines.map((line, index) => {
    const parsed = parseJson(line, index);
    if (!parsed.ok) throw new UsageError(`The grants are neither a JSON list nor JSON Lines: ${whole.why}`);
    return parsed.value;
  });
}

/** The signals that an input must have; none if it is not an object, since then no signal is missing. */
function requiredOf({ signals }: CompiledRuleSet, input: Json): ReadonlySet<string> {
  return new Set(isJsonObject(input) ? signals.filter(({ signal }) => signal.required).map(({ name }) => name) : []);
}

/** Decides on each line. A line that is not JSON gives an error record, so that every input keeps its line in the output. */
async function decideLines(source: AsyncIterable<Uint8Array>, decider: Decider): Promise<ExitCode> {
  const { compiled, json, context } = decider;
  let number = 0;
  let faulty = 0;
  for await (const line of source) {
    number++;
    if (isBlank(line)) continue;
    const parsed = parseJson(line, number - 1);
    if (parsed.ok) {
      const record = recordOf(decider, parsed.value);
      const required = requiredOf(compiled, parsed.value);
      await context.out(json ? asJson(record, { lines: 'one' }) : recordText(record, context.color, required));
    } else {
      faulty++;
      const message = `line ${number} is not JSON: ${parsed.why}`;
      context.message(message);
      if (json) await context.out(asJson({ error: message, line: number }, { lines: 'one' }));
    }
  }
  return faulty > 0 ? 2 : 0;
}
