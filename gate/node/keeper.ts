import { redactor } from '../../engine/index.ts';
import { isJsonObject } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { appendEvents, newEventId } from './log/append.ts';
import type { Keeper } from './run.ts';

/** Keeps decisions in a log. @param ruleSet whose sensitive signals are redacted */
export function fileKeeper(log: string, ruleSet: RuleSet): Keeper {
  return {
    grants: () => Promise.resolve([]),
    async keep({ call, input }, { record }) {
      const at = Date.parse(record.at);
      const session = call.session.id === undefined ? {} : { case: call.session.id };
      const redacted = redactor(ruleSet, null);
      const logged = redacted.input(input);
      if (!isJsonObject(logged)) throw new Error('the input is no object');
      const event = { type: 'decision' as const, id: newEventId(at), at: record.at, ...session, input: logged };
      await appendEvents(log, [{ ...event, record: redacted.record(record) }]);
      return true;
    },
  };
}
