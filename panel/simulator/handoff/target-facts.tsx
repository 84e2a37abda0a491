import type { Target } from '../../../engine/model/rule-set.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';

/** The target with its deadlines, hours, and what happens if nobody answers. */
export function TargetFacts({ ruleSet, name }: { ruleSet: RuleSetView; name: string }) {
  const target = ruleSet.targets.find(known => known.name === name)?.declaration;
  return (
    <section>
      <h3>
        <Icon name={target?.kind === 'agent' ? 'hubot' : 'person'} />{' '}
        <PlaceLink place={{ target: name }} class="value">
          {name}
        </PlaceLink>{' '}
        {target !== undefined && <span class="quiet">{target.kind === 'agent' ? 'an agent' : 'a person'}</span>}
      </h3>
      {target === undefined ? (
        <p class="hint">The rule set declares no target with this name.</p>
      ) : (
        <dl class="facts">
          {factsOf(target).map(([fact, value]) => (
            <div key={fact}>
              <dt>{fact}</dt>
              <dd class="value">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function factsOf(target: Target): [string, string][] {
  const { hours, breaker, failOpen } = target;
  const facts: [string, string | undefined][] = [
    ['about', target.title ?? target.description],
    ['channel', target.channel],
    ['acknowledges within', target.acknowledgeWithin],
    ['resolves within', target.resolveWithin],
    ['reminded after', target.remindAfter],
    ['hours', hours && `${hours.days.join(' ')}, ${hours.from} to ${hours.until}, ${hours.timezone}`],
    ['capacity', target.capacity === undefined ? undefined : `${target.capacity}`],
    ['on timeout', next(target.onTimeout)],
    ['if unavailable', next(target.onUnavailable)],
    ['on rejection', next(target.onReject)],
    [
      'breaker',
      breaker && `${breaker.failures} failures within ${breaker.within}: ${breaker.then} for ${breaker.cooldown}`,
    ],
    ['fails open', failOpen && `at most ${failOpen.atMost} per ${failOpen.per}`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

/** What happens next. By default the agent pauses: a handoff fails closed. */
function next(fallback: string | undefined): string {
  return fallback ?? 'pause (default)';
}
