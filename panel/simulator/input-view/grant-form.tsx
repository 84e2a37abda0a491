import type { GivenGrants, RuleSetView } from '../../../protocol/server.ts';
import { usePage } from '../page.ts';

/** Says for which rules a reviewer of this very case has issued a grant. Grants of other cases come from samples, and are only listed. */
export function GrantForm({ ruleSet, grants }: { ruleSet: RuleSetView; grants: GivenGrants }) {
  const page = usePage();
  const others = grants.filter(each => typeof each !== 'string');
  if (ruleSet.grantable.length === 0 && others.length === 0) return null;
  return (
    <section class="thresholds grants" aria-label="Grants">
      <h3>
        Grants <span class="quiet">in force, as if issued for this case</span>
      </h3>
      {ruleSet.grantable.map(rule => (
        <label class="grant" key={rule}>
          <input
            type="checkbox"
            class="checkbox"
            checked={grants.includes(rule)}
            onChange={event =>
              page.dispatch({
                type: 'setGranted',
                rule,
                granted: event.currentTarget.checked,
                now: Date.now(),
              })
            }
          />
          <span class="value">{rule}</span>
        </label>
      ))}
      {others.map((grant, index) => (
        <p class="quiet" key={index}>
          and one of <span class="value">{grant.rule}</span> from another case, as in the sample
        </p>
      ))}
    </section>
  );
}
