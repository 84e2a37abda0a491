import { isJsonObject, type Json } from '../../../engine/model/json.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { signalPath, withoutPaths } from '../input/paths.ts';
import { usePage } from '../page.ts';
import { tabId } from '../../parts/tabs.tsx';
import { formatValue, shorten } from '../../words/format.ts';

/** The parts of the input that are not signals (a conversation, the model's output). They are shown here and edited as JSON. */
export function OtherInput({ ruleSet, input }: { ruleSet: RuleSetView; input: Json }) {
  const page = usePage();
  const signalPaths = ruleSet.signals.flatMap(({ name, declaration: { observedAt } }) =>
    observedAt === undefined ? [signalPath(name)] : [signalPath(name), signalPath(observedAt)],
  );
  const rest = withoutPaths(input, signalPaths);
  if (!isJsonObject(rest) || Object.keys(rest).length === 0) return null;
  const showJson = () => {
    page.dispatch({ type: 'showInput', tab: 'json' });
    document.getElementById(tabId('', 'json'))?.focus();
  };
  return (
    <section class="other-input" aria-label="Other input">
      <h3>
        Other input{' '}
        <button type="button" class="link" onClick={showJson}>
          Edit as JSON
        </button>
      </h3>
      <dl>
        {Object.entries(rest).map(([key, value]) => {
          const text = formatValue(value);
          return (
            <div key={key}>
              <dt class="value">{key}</dt>
              <dd class="value" title={shorten(text, 1000)}>
                {shorten(text)}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
