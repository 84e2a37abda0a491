import type { Outcome } from './outcome.ts';
import type { Context, Step } from './steps.ts';

export interface Ran {
  step: Step;
  seconds: number;
  /** Null if the step did not run because one that it needs failed. */
  outcome: Outcome | null;
  /** The failed step that prevented this one; null if it ran. */
  blocked: string | null;
}

export interface Watch {
  started: (step: Step) => void;
  ended: (ran: Ran) => void;
}

/** The named steps and all that they need, in the order of declaration. */
export function withNeeds(all: readonly Step[], names: readonly string[]): Step[] {
  const chosen = new Set<string>();
  const choose = (name: string) => {
    if (chosen.has(name)) return;
    chosen.add(name);
    for (const need of all.find(step => step.name === name)?.needs ?? []) choose(need);
  };
  for (const name of names) choose(name);
  return all.filter(step => chosen.has(step.name));
}

/**
 * Runs steps on two lanes: each as soon as the steps that it needs have succeeded and enough lanes are free, in order.
 * A step does not run if one that it needs fails; all others run, so that a single run shows all failures.
 */
export async function runSteps(chosen: readonly Step[], context: Context, watch: Watch): Promise<Ran[]> {
  const done = new Map<string, Ran>();
  const waiting = [...chosen];
  const running = new Map<string, Promise<void>>();
  let free = 2;
  const finish = (ran: Ran) => {
    done.set(ran.step.name, ran);
    watch.ended(ran);
  };
  const succeeded = (name: string) => done.get(name)?.outcome?.ok === true;
  const failed = (name: string) => done.has(name) && !succeeded(name);

  while (waiting.length > 0 || running.size > 0) {
    for (const step of [...waiting]) {
      const blocked = step.needs.find(failed) ?? null;
      if (blocked !== null) {
        waiting.splice(waiting.indexOf(step), 1);
        finish({ step, seconds: 0, outcome: null, blocked });
        continue;
      }
      const pending = (name: string) => chosen.some(other => other.name === name) && !done.has(name);
      if (!step.needs.every(succeeded) || step.after?.some(pending) === true) continue;
      // Later steps must not overtake a step that waits for both lanes, or it might never run.
      if (step.lanes > free) break;
      waiting.splice(waiting.indexOf(step), 1);
      free -= step.lanes;
      watch.started(step);
      running.set(
        step.name,
        execute(step, context).then(ran => {
          free += step.lanes;
          running.delete(step.name);
          finish(ran);
        }),
      );
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return chosen.map(step => done.get(step.name)).filter(ran => ran !== undefined);
}

async function execute(step: Step, context: Context): Promise<Ran> {
  const started = Date.now();
  let outcome: Outcome;
  try {
    outcome = await step.run(context);
  } catch (error) {
    outcome = {
      ok: false,
      counts: null,
      output: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  return { step, seconds: (Date.now() - started) / 1000, outcome, blocked: null };
}
