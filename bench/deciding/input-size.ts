import { compile, type CompiledRuleSet } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { Json, JsonObject } from '../../engine/model/json.ts';
import { at } from '../engines/contenders/handrail.ts';
import { inFreshProcess } from '../fresh-process.ts';
import { hasty, perCpuSecond, steady } from '../measure.ts';
import type { Part } from '../part.ts';

interface Request {
  what: string;
  bytes: number;
  quick: boolean;
}

/** The part of an input that grows, and its schema in the payload contract. */
interface Growing {
  schema: JsonObject;
  /** A value with about this many bytes of JSON. */
  value: (bytes: number) => Json;
}

const list = (count: number, item: (index: number) => Json): Json[] => Array.from({ length: count }, (_, n) => item(n));

function tree(bytes: number): Json {
  return bytes < 100 ? 'x'.repeat(bytes) : { left: tree(bytes / 2 - 12), right: tree(bytes / 2 - 12) };
}

const growing: Readonly<Record<string, Growing>> = {
  'a text': { schema: { type: 'string' }, value: bytes => 'word '.repeat(bytes / 5) },
  'a text with the pattern `^(a+)+$`': {
    schema: { type: 'string', pattern: '^(a+)+$' },
    value: bytes => `${'a'.repeat(bytes - 1)}!`,
  },
  'a text with the pattern `(.*)(.*)(.*)x`': {
    schema: { type: 'string', pattern: '(.*)(.*)(.*)x' },
    value: bytes => 'word '.repeat(bytes / 5),
  },
  'a list of numbers': {
    schema: { type: 'array', items: { type: 'number' } },
    value: bytes => list(bytes / 5, n => 1000 + (n % 9000)),
  },
  'a list whose items must differ': {
    schema: { type: 'array', uniqueItems: true },
    value: bytes => list(bytes / 9, n => ({ n: 1000 + n })),
  },
  'a list with alternatives': {
    schema: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'number' }] } },
    value: bytes => list(bytes / 5, n => 1000 + (n % 9000)),
  },
  'objects in objects': { schema: { type: 'object' }, value: tree },
};

const sizes = [1_000, 10_000, 100_000];

/** Measures whether the time of a decision is linear in the size of its input. */
export const inputSize: Part = {
  name: 'input-size',
  does: 'the time of a decision for each byte of its input, at three sizes of the input',
  cell: request => measure(request as Request),
  async run({ quick, progress }) {
    const rows: { name: string; cells: string[] }[] = [];
    const notes: string[] = [];
    for (const what of Object.keys(growing)) {
      const times: number[] = [];
      for (const bytes of sizes) {
        const request: Request = { what, bytes, quick };
        const result = await inFreshProcess<number>('input-size', request, 120_000);
        if ('ok' in result) times.push(result.ok);
        else notes.push(`${what}, ${bytes} bytes: ${result.failed}`);
        progress(`${what}, ${bytes} bytes: ${times.at(-1)?.toFixed(1) ?? 'failed'} ns a byte`);
      }
      const [small = NaN] = times;
      rows.push({
        name: what,
        cells: [...times.map(time => `${time.toFixed(1)} ns`), `${((times.at(-1) ?? NaN) / small).toFixed(2)}×`],
      });
    }
    return {
      title: 'What a byte of the input costs',
      about:
        'Processor time of `decide` for each byte of the input, where the rule set hands over a part of it whose contract has a schema. Cost that ' +
        'is linear in the input has the same figure in each column, or a smaller one where the fixed cost of a decision is spread over more bytes.',
      columns: ['what grows', ...sizes.map(bytes => `${bytes / 1000} kB`), 'largest : smallest'],
      rows,
      notes,
    };
  },
};

function ruleSetOn(schema: JsonObject): CompiledRuleSet {
  return compile({
    escalation: 1,
    name: 'input-size',
    version: '1.0.0',
    signals: { amount: { type: 'number' } },
    targets: { desk: { kind: 'human' } },
    payloads: { 'context@1': { schema: { type: 'object', properties: { part: schema } }, fields: { part: 'part' } } },
    rules: [{ id: 'only', when: 'amount > 5', decide: 'escalate', to: 'desk', payload: 'context@1' }],
  });
}

/** Nanoseconds per byte. */
async function measure({ what, bytes, quick }: Request): Promise<number> {
  const found = growing[what];
  if (found === undefined) throw new Error(`Nothing grows by the name ${what}.`);
  const compiled = ruleSetOn(found.schema);
  const input: JsonObject = { amount: 9, part: found.value(bytes) };
  let sum = 0;
  const perSecond = await perCpuSecond(
    times => {
      for (let time = 0; time < times; time++) sum += decide(compiled, input, { at }).missing.length;
    },
    quick ? hasty : steady,
  );
  if (!Number.isFinite(sum)) throw new Error('It does not decide.');
  return 1e9 / perSecond / JSON.stringify(input).length;
}
