import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ruleSetText, type RuleSetText } from '../generate/rule-set-text.ts';
import { startServerProcess, type Edit, type ServerProcess } from './server-process.ts';
import { typings } from './typing.ts';

/** The medians of a measurement. */
export interface LanguageServerRow {
  what: string;
  /** Milliseconds, or megabytes if `what` says so. */
  handrail_ms: number;
  /** Null if the peer was not measured. */
  peer_ms: number | null;
  /** The time of the peer divided by that of Handrail. */
  ratio: number | null;
  samples: number;
}

export interface LanguageServerBenchOptions {
  /** Numbers of rules, with eight lines each. */
  sizes?: readonly number[];
  /** The number of edits of each kind; every second one undoes the one before. */
  edits?: number;
  /** True to measure the peer, too. */
  peer?: boolean;
}

/** The number of edits before the measured ones. */
const warmUp = 6;

/** The requests of an editor after each change of a rule file. */
const requests: readonly { what: string; method: string; params?: object }[] = [
  { what: 'outline', method: 'textDocument/documentSymbol' },
  { what: 'lenses', method: 'textDocument/codeLens' },
  { what: 'folding', method: 'textDocument/foldingRange' },
  { what: 'links', method: 'textDocument/documentLink' },
  {
    what: 'hints of 60 lines',
    method: 'textDocument/inlayHint',
    params: { range: { start: { line: 400, character: 0 }, end: { line: 460, character: 0 } } },
  },
];

/**
 * Measures the time from a change of the text to its findings, over the standard streams of `dist/server.js` as in an editor,
 * and for comparison that of the YAML language server of Red Hat with our schema, on the same texts and edits. The peer waits
 * 200 ms after a change before it validates, and checks only the schema. To be run in the root of the repository, after
 * `npm run build`.
 */
export async function languageServerBench(options: LanguageServerBenchOptions = {}): Promise<LanguageServerRow[]> {
  const { sizes = [100, 1000, 5000], edits = 24, peer = true } = options;
  const rows: LanguageServerRow[] = [];
  for (const size of sizes) {
    const rules = ruleSetText(size);
    const folder = mkdtempSync(join(tmpdir(), 'handrail-bench-'));
    const file = join(folder, 'generated.escalation.yaml');
    writeFileSync(file, rules.text);
    try {
      const start = (kind: 'push' | 'pull' | 'peer') => startOn(kind, file, rules.text);
      rows.push(...(await pushRows(rules, size, edits, start, peer)), ...(await pullRows(rules, size, edits, start)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows;
}

type Start = (kind: 'push' | 'pull' | 'peer') => Promise<ServerProcess>;

/** Published findings after each kind of edit, and the memory of the process. */
async function pushRows(
  rules: RuleSetText,
  size: number,
  edits: number,
  start: Start,
  withPeer: boolean,
): Promise<LanguageServerRow[]> {
  const own = await start('push');
  const peer = withPeer ? await start('peer') : null;
  try {
    const rows: LanguageServerRow[] = [];
    for (const { what, pair } of typings) {
      const pairs = (count: number) => editsOf(rules, size, count, pair);
      const measure = async (server: ServerProcess): Promise<number> => {
        await timesOf(pairs(warmUp), async edit => (await server.published(edit)).milliseconds);
        return median(await timesOf(pairs(edits), async edit => (await server.published(edit)).milliseconds));
      };
      rows.push(row(`${size} rules: ${what}`, await measure(own), peer && (await measure(peer)), edits));
    }
    rows.push(row(`${size} rules: memory (MB)`, own.memory(), peer?.memory() ?? null, 1));
    return rows;
  } finally {
    own.stop();
    peer?.stop();
  }
}

/** The answers to the requests of an editor after typing a character. */
async function pullRows(rules: RuleSetText, size: number, edits: number, start: Start): Promise<LanguageServerRow[]> {
  const server = await start('pull');
  try {
    const rows: LanguageServerRow[] = [];
    const [character] = typings;
    if (character === undefined) return rows;
    const measure = async (what: string, ask: (edit: Edit) => Promise<number>): Promise<void> => {
      await timesOf(editsOf(rules, size, warmUp, character.pair), ask);
      const times = await timesOf(editsOf(rules, size, edits, character.pair), ask);
      rows.push(row(`${size} rules: ${character.what}, then ${what}`, median(times), null, edits));
    };
    await measure('the editor asks for findings', async edit => (await server.pulled(edit)).milliseconds);
    for (const { what, method, params } of requests) {
      await measure(what, edit => server.answered(edit, method, params));
    }
    return rows;
  } finally {
    server.stop();
  }
}

function startOn(kind: 'push' | 'pull' | 'peer', file: string, text: string): Promise<ServerProcess> {
  const document = { folder: pathToFileURL(dirname(file)).href, uri: pathToFileURL(file).href, text };
  if (kind !== 'peer') {
    const command = [resolve('dist/server.js'), '--stdio'];
    return startServerProcess({
      ...document,
      command,
      languageId: 'handrail-rules',
      settings: {},
      pulls: kind === 'pull',
    });
  }
  const packageFile = createRequire(resolve('package.json')).resolve('yaml-language-server/package.json');
  const schema = pathToFileURL(resolve('schemas/rule-set.schema.json')).href;
  const yaml = { validate: true, schemas: { [schema]: ['*.escalation.yaml'] }, schemaStore: { enable: false } };
  const command = [join(dirname(packageFile), 'bin/yaml-language-server'), '--stdio'];
  return startServerProcess({ ...document, command, languageId: 'yaml', settings: { yaml } });
}

/** Edits at places spread over the text; every second one undoes the one before. */
function editsOf(
  rules: RuleSetText,
  size: number,
  count: number,
  pair: (rules: RuleSetText, index: number) => [Edit, Edit],
): Edit[] {
  const pairs = Math.ceil(count / 2);
  return Array.from({ length: pairs }, (_, i) => pair(rules, Math.floor((size * (i + 0.5)) / pairs))).flat();
}

async function timesOf(edits: readonly Edit[], run: (edit: Edit) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (const edit of edits) {
    // As when somebody types, the server is idle when the edit arrives.
    await pause(Math.max(150, times.at(-1) ?? 0));
    times.push(await run(edit));
  }
  return times;
}

function row(what: string, own: number, peer: number | null, samples: number): LanguageServerRow {
  return { what, handrail_ms: own, peer_ms: peer, ratio: peer === null ? null : peer / own, samples };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
