import type { Fallbacks, Target } from '../../../engine/model/rule-set.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';

interface TargetFactsProps {
  ruleSet: RuleSetView;
  name: string;
  /** The fallbacks that the deciding rule declares instead of the target's own. */
  replaced: Fallbacks;
}

/** The target with its deadlines, hours, and what happens if nobody answers. */
export function TargetFacts({ ruleSet, name, replaced }: TargetFactsProps) {
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
          {factsOf(target, replaced).map(([fact, value]) => (
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

function factsOf(target: Target, replaced: Fallbacks): [string, string][] {
  // By default the agent pauses: a handoff fails closed.
  const next = (key: keyof Fallbacks) =>
    replaced[key] === undefined ? (target[key] ?? 'pause (default)') : `${replaced[key]} (by the rule)`;
  const { hours, breaker, failOpen, also } = target;
  const facts: [string, string | undefined][] = [
    ['about', target.title ?? target.description],
    ['channel', target.channel],
    ['acknowledges within', target.acknowledgeWithin],
    ['resolves within', target.resolveWithin],
    ['reminded after', target.remindAfter],
    ['approvals', target.approvals === undefined ? undefined : `${target.approvals} different people`],
    ['joined by', also && `${also.target} after ${also.after}`],
    ['rounds', target.rounds === undefined ? undefined : `up to ${target.rounds}`],
    ['hours', hours && `${hours.days.join(' ')}, ${hours.from} to ${hours.until}, ${hours.timezone}`],
    ['capacity', target.capacity === undefined ? undefined : `${target.capacity}`],
    ['on timeout', next('onTimeout')],
    ['if unavailable', next('onUnavailable')],
    ['on rejection', next('onReject')],
    [
      'breaker',
      breaker && `${breaker.failures} failures within ${breaker.within}: ${breaker.then} for ${breaker.cooldown}`,
    ],
    ['fails open', failOpen && `at most ${failOpen.atMost} per ${failOpen.per}`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}
