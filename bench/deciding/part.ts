import { createDecider } from '../../engine/decide/decider.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { CompiledRuleSet } from '../../engine/decide/compile.ts';
import { at, compiledWorkload } from '../engines/contenders/handrail.ts';
import { sizes } from '../engines/sizes.ts';
import { makePayloads, makeRules, type Payload, type Profile } from '../engines/workload.ts';
import { inFreshProcess } from '../fresh-process.ts';
import { hasty, median, perCpuSecond, steady } from '../measure.ts';
import type { Part } from '../part.ts';
import { milliseconds, rate } from '../table.ts';

interface Request {
  what: string;
  rules: number;
  profile: Profile;
  quick: boolean;
}

/** The forms of an answer. Each returns a number, which is added up, so that the compiler cannot optimize the work away. */
const answers: Record<string, (compiled: CompiledRuleSet) => (payload: Payload) => number> = {
  'the rule that decides: `createDecider(…).decide`': ruleThatDecides,
  'with the value of every rule and clause: `.trace`': compiled => {
    const decider = createDecider(compiled);
    return payload => {
      const { decides, rules, clause } = decider.trace(payload, at);
      return decides + (rules[0] ?? 0) + clause(0, 0).length;
    };
  },
  'the whole record: `decide`': compiled => payload => decide(compiled, payload, { at }).missing.length,
  'the record with its trace, not read': compiled => payload =>
    decide(compiled, payload, { at, trace: true }).missing.length,
  'the record with its trace, all of it read': compiled => payload =>
    decide(compiled, payload, { at, trace: true }).trace?.rules.length ?? 0,
};

/** The first of the answers, with terms in this share of the rules. */
const withTerms: Readonly<Record<string, number>> = {
  'the rule that decides, 10 % of the rules with terms': 0.1,
  'the rule that decides, 50 % of the rules with terms': 0.5,
};

const million = 1_000_000;
/** Operations that are done once, in milliseconds. */
const onceOnly: Record<string, (rules: number, profile: Profile) => number> = {
  'a million logged inputs: `.decideAll`': (rules, profile) => {
    const decider = createDecider(compiledWorkload(makeRules(rules, profile)));
    const inputs = makePayloads(million);
    decider.decideAll(inputs.slice(0, 100_000), at);
    return timed(() => decider.decideAll(inputs, at));
  },
  'building the index, for the first time in a process': (rules, profile) => {
    const compiled = compiledWorkload(makeRules(rules, profile));
    return timed(() => createDecider(compiled));
  },
};

function ruleThatDecides(compiled: CompiledRuleSet): (payload: Payload) => number {
  const decider = createDecider(compiled);
  return payload => decider.decide(payload, at);
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

export const deciding: Part = {
  name: 'deciding',
  does: 'what each form of an answer costs: the rule alone, the record, the trace; batches',
  cell: request => measure(request as Request),
  async run({ quick, progress }) {
    const rows: { name: string; cells: string[] }[] = [];
    const notes: string[] = [];
    for (const what of [...Object.keys(answers), ...Object.keys(withTerms), ...Object.keys(onceOnly)]) {
      const cells: string[] = [];
      for (const { rules, profile, title } of sizes) {
        const repeats = what in onceOnly && !quick ? 3 : 1;
        const figures: number[] = [];
        for (let repeat = 0; repeat < repeats; repeat++) {
          const request: Request = { what, rules, profile, quick };
          const result = await inFreshProcess<number>('deciding', request, 120_000);
          if ('ok' in result) figures.push(result.ok);
          else notes.push(`${what}, ${title}: ${result.failed}`);
        }
        const figure = median(figures);
        cells.push(figures.length === 0 ? 'failed' : what in onceOnly ? milliseconds(figure) : rate(figure));
        progress(`${what}, ${title}: ${cells.at(-1) ?? ''}`);
      }
      rows.push({ name: what, cells });
    }
    return {
      title: 'What an answer costs',
      about:
        'Handrail on the same rules and payloads: answers per second of processor time, and the time of what is done once. A record’s trace holds the ' +
        'value of every rule from the start; the trees of the conditions are made when they are first read.',
      columns: ['answer', ...sizes.map(({ title }) => title)],
      rows,
      notes,
    };
  },
};

async function measure({ what, rules, profile, quick }: Request): Promise<number> {
  const once = onceOnly[what];
  if (once) return once(rules, profile);
  const terms = withTerms[what];
  const prepare = terms === undefined ? answers[what] : ruleThatDecides;
  if (!prepare) throw new Error(`There is no answer ${what}.`);
  const payloads = makePayloads(4096);
  const answer = prepare(compiledWorkload(makeRules(rules, profile), terms));
  let next = 0;
  let sum = 0;
  const perSecond = await perCpuSecond(
    times => {
      for (let time = 0; time < times; time++) sum += answer(payloads[next++ & 4095] ?? {});
    },
    quick ? hasty : steady,
  );
  if (!Number.isFinite(sum)) throw new Error('It does not answer with a number.');
  return perSecond;
}
