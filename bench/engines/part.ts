import { inFreshProcess } from '../fresh-process.ts';
import { hasty, perCpuSecond, steady } from '../measure.ts';
import type { Part } from '../part.ts';
import { installPeers, peerVersions } from '../peers.ts';
import { rate } from '../table.ts';
import type { Contender } from './contender.ts';
import { celEngines } from './contenders/cel.ts';
import { handrail } from './contenders/handrail.ts';
import { jsonLogicEngines } from './contenders/json-logic.ts';
import { plainPrograms } from './contenders/plain.ts';
import { ruleEngines } from './contenders/rule-engines.ts';
import { sizes } from './sizes.ts';
import { firstHolding, makePayloads, makeRules, type Profile } from './workload.ts';

const contenders: readonly Contender[] = [
  handrail,
  ...jsonLogicEngines,
  ...celEngines,
  ...ruleEngines,
  ...plainPrograms,
];

interface Request {
  contender: string;
  rules: number;
  profile: Profile;
  quick: boolean;
}

interface Answer {
  perSecond: number;
  /** The number of payloads on which it was compared with the plain loop. */
  checked: number;
  /** The number of wrong results among them. */
  wrong: number;
}

/** A power of two, so that cycling through the payloads costs nothing. */
const payloadCount = 4096;
/** In milliseconds; slow engines are checked on as many payloads as they manage in this time. */
const checkFor = 5000;

export const engines: Part = {
  name: 'engines',
  does: 'decisions a second, beside other rule engines',
  cell: request => measure(request as Request),
  async run({ quick, progress }) {
    installPeers(progress);
    const versions = peerVersions();
    const notes: string[] = [];
    const measured: { name: string; cells: string[]; speed: number }[] = [];
    for (const contender of contenders) {
      const { name: written, peer } = contender;
      const name = peer === undefined ? written : written.replace(peer, `${peer} ${versions[peer] ?? ''}`);
      const cells: string[] = [];
      let speed = 0;
      for (const { rules, profile, title } of sizes) {
        const result = await inFreshProcess<Answer>(
          'engines',
          { contender: written, rules, profile, quick } satisfies Request,
          120_000,
        );
        if ('failed' in result) {
          cells.push('failed');
          notes.push(`${name}, ${title}: ${result.failed}`);
        } else {
          const { perSecond, checked, wrong } = result.ok;
          if (title === '1,000 rules') speed = perSecond;
          cells.push(rate(perSecond));
          if (wrong > 0) notes.push(`${name}, ${title}: wrong on ${wrong} of ${checked} payloads`);
        }
        progress(`${name}, ${title}: ${cells.at(-1) ?? ''}`);
      }
      measured.push({ name, cells, speed });
    }
    return {
      title: 'Decisions a second, beside other engines',
      about:
        'Rules of three comparisons over eight fields; the first that holds decides. One decision after the other on payloads parsed from JSON, ' +
        'per second of processor time, median of several repeats, each figure from a process of its own. Every engine was checked ' +
        `against a plain loop on up to ${payloadCount.toLocaleString('en')} payloads.`,
      columns: ['engine', ...sizes.map(({ title }) => title)],
      rows: measured.sort((a, b) => b.speed - a.speed),
      notes,
    };
  },
};

async function measure({ contender: name, rules: count, profile, quick }: Request): Promise<Answer> {
  const contender = contenders.find(one => one.name === name);
  if (!contender) throw new Error(`There is no engine ${name}.`);
  const rules = makeRules(count, profile);
  const payloads = makePayloads(payloadCount);
  const decide = await contender.prepare(rules);

  let checked = 0;
  let wrong = 0;
  const until = performance.now() + checkFor;
  for (const payload of payloads) {
    if (performance.now() > until) break;
    checked++;
    if ((await decide(payload)) !== firstHolding(rules, payload)) wrong++;
  }

  const [first] = payloads;
  const waits = first !== undefined && decide(first) instanceof Promise;
  let next = 0;
  // Results are added up, so that the compiler cannot optimize the decisions away.
  let sum = 0;
  const round = () => payloads[next++ & (payloadCount - 1)] ?? {};
  const work = waits
    ? async (times: number) => {
        for (let time = 0; time < times; time++) sum += await decide(round());
      }
    : (times: number) => {
        for (let time = 0; time < times; time++) sum += decide(round()) as number;
      };
  const perSecond = await perCpuSecond(work, quick ? hasty : steady);
  if (!Number.isFinite(sum)) throw new Error('It does not decide on a number.');
  return { perSecond, checked, wrong };
}
