import { digest } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { createCallGate } from '../../gate/embedded/call-gate.ts';
import { inFreshProcess } from '../fresh-process.ts';
import { hasty, perCpuSecond, steady } from '../measure.ts';
import type { Part } from '../part.ts';

interface Request {
  rules: number;
  bytes: number;
  quick: boolean;
}

const sizes = [100, 10_000];

/** Measures what a gate within the program of an agent adds to a call of a tool. */
export const embedded: Part = {
  name: 'embedded',
  does: 'the time that a gate within the program of an agent adds to a call of a tool',
  cell: request => measure(request as Request),
  async run({ quick, progress }) {
    const rows: { name: string; cells: string[] }[] = [];
    const notes: string[] = [];
    for (const rules of [10, 100, 1000]) {
      const cells: string[] = [];
      for (const bytes of sizes) {
        const request: Request = { rules, bytes, quick };
        const result = await inFreshProcess<number>('embedded', request, 120_000);
        if ('ok' in result) cells.push(`${result.ok.toFixed(3)} ms`);
        else notes.push(`${rules} rules, ${bytes} bytes: ${result.failed}`);
        progress(`${rules} rules, ${bytes} bytes: ${cells.at(-1) ?? 'failed'}`);
      }
      rows.push({ name: `${rules} rules`, cells });
    }
    return {
      title: 'What a gate within a program adds to a call',
      about:
        'Processor time of one decision about a call of a tool that may continue, with the copy of its arguments, the document that is decided on and the ' +
        'decision record, by the size of the arguments.',
      columns: ['rule set', ...sizes.map(bytes => (bytes < 1000 ? `${bytes} bytes` : `${bytes / 1000} kB`))],
      rows,
      notes,
    };
  },
};

function ruleSetOf(count: number): RuleSet {
  return {
    escalation: 2,
    name: 'embedded',
    version: '1.0.0',
    signals: { 'tool.name': { type: 'string' }, 'tool.args.amount': { type: 'number' } },
    targets: { lead: { kind: 'human' } },
    rules: Array.from({ length: count }, (_, n) => ({
      id: `rule-${n}`,
      when: `tool.name == "tool-${n}" && tool.args.amount > ${n}`,
      decide: 'escalate',
      to: 'lead',
      reason: 'The agent wants to pay {{ tool.args.amount }}.',
    })),
    default: { decide: 'continue' },
  };
}

/** Milliseconds a call. */
async function measure({ rules, bytes, quick }: Request): Promise<number> {
  const ruleSet = ruleSetOf(rules);
  const gate = createCallGate(
    { id: 'bench', title: 'Bench', event: 'call' },
    { ruleSet, digest: digest(ruleSet) },
    {},
    () => {
      throw new Error('There is no log.');
    },
  );
  const items = Array.from({ length: Math.round(bytes / 60) }, (_, n) => ({ id: n, text: 'a line of an invoice' }));
  const call = { name: 'pay', args: { amount: 9, items } };
  let blocked = 0;
  const perSecond = await perCpuSecond(
    async times => {
      for (let time = 0; time < times; time++) if ((await gate.decide(call)).answer !== 'none') blocked++;
    },
    quick ? hasty : steady,
  );
  if (blocked > 0) throw new Error('Calls are blocked.');
  return 1000 / perSecond;
}
