import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { decisionLooks } from '../../words/decisions.ts';
import { Payload } from './payload.tsx';
import { TargetFacts } from './target-facts.tsx';

/** The target that takes over, the payload, and the message to the end user. */
export function Handoff({ ruleSet, record }: { ruleSet: RuleSetView; record: DecisionRecord }) {
  const { decision, to, fallbacks, payload, message, reasonCode, severity } = record;
  return (
    <div class="handoff">
      {to === null ? (
        <p class="hint">Nobody takes over. {decisionLooks[decision].meaning}</p>
      ) : (
        <TargetFacts ruleSet={ruleSet} name={to} replaced={fallbacks ?? {}} />
      )}
      {message !== null && (
        <section>
          <h3>Message to the user</h3>
          <blockquote>{message}</blockquote>
        </section>
      )}
      {(reasonCode ?? severity) !== null && (
        <dl class="facts">
          {reasonCode !== null && <Fact name="reason code" value={reasonCode} />}
          {severity !== null && <Fact name="severity" value={severity} />}
        </dl>
      )}
      {payload === null ? (
        to !== null && <p class="hint">No payload: the rule names no contract.</p>
      ) : (
        <Payload payload={payload} />
      )}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="value">{value}</dd>
    </div>
  );
}
