import { isCanarySession } from '../../engine/index.ts';
import { isJsonObject } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { openGrants, type Grants } from './grants/store.ts';
import { newEventId } from './log/append.ts';
import { logRedactor } from './log/key.ts';
import type { Keeper } from './run.ts';

/** Keeps decisions and grants in a log. What the rule set marks as sensitive is redacted there. */
export function fileKeeper(log: string, ruleSet: RuleSet): Keeper {
  let opened: Promise<Grants> | undefined;
  const grants = (): Promise<Grants> =>
    (opened ??= logRedactor(log, ruleSet).then(redactor => openGrants(log, { redactor })));
  return {
    grants: async (compiled, { call, input }, at) =>
      isCanarySession(call.session.id) ? [] : (await grants()).forCase(compiled, { input, at }),
    async keep({ call, input }, { record }) {
      if (!isJsonObject(input)) throw new Error('the input is no object');
      const session = call.session.id === undefined ? {} : { case: call.session.id };
      const id = newEventId(Date.parse(record.at));
      const kept = await (await grants()).keep({ type: 'decision', id, at: record.at, ...session, input, record });
      return kept === 'kept';
    },
  };
}
