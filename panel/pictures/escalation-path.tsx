import type { HandoffChange, MarkedPath, PathEdge } from '../../protocol/review-requests.ts';
import type { EndState } from '../../engine/model/rule-set.ts';
import { formatDuration } from '../../engine/model/time/duration.ts';
import { waysFrom, wayText } from '../../report/handoffs.ts';
import { Icon } from '../parts/icon.tsx';
import { ChangeMark, End, otherSide, type Side, sides, TargetIcon } from './looks.tsx';

/** All targets that a handoff can reach, and when it goes from one to another or ends, before and after. */
export function EscalationPath({ change }: { change: HandoffChange }) {
  return (
    <figure class="escalation-path" aria-label={`All ways of a handoff to ${change.target}, before and after`}>
      {sides.map(side => (
        <div key={side} class="path-side">
          <h4 class="quiet">{side}</h4>
          <PathList side={side} path={change[side].path} other={change[otherSide[side]].path} />
        </div>
      ))}
    </figure>
  );
}

type MarkedTarget = MarkedPath['targets'][number];

function PathList({
  side,
  path: { targets, edges, hasMore },
  other,
}: {
  side: Side;
  path: MarkedPath;
  other: MarkedPath;
}) {
  return (
    <ol class="path">
      {targets.map((target, index) => {
        const isOnly = !other.targets.some(({ name }) => name === target.name);
        const next = targets[index + 1]?.name;
        const ways = waysFrom(edges, target.name);
        const onward = ways.find(({ to, isEnd }) => !isEnd && to === next);
        return (
          <li key={target.name}>
            <p class={`path-target ${target.differs ? (isOnly ? 'only' : 'changed') : ''}`}>
              <TargetIcon kind={target.kind} />
              <span class="value path-name">{target.name}</span>
              {target.differs && <ChangeMark side={side} isOnly={isOnly} />}
              <span class="quiet">{factsOf(target, edges).join(', ')}</span>
            </p>
            <ul class={onward === undefined ? 'path-ways' : 'path-ways leads-on'}>
              {[...ways.filter(each => each !== onward), ...(onward === undefined ? [] : [onward])].map(way => (
                <li key={`${way.to} ${way.isEnd} ${way.edges[0]?.why ?? ''}`}>
                  <Icon name={way === onward ? 'arrow-down' : 'arrow-right'} />
                  <span>
                    <span class={way === onward ? 'sr-only' : ''}>
                      {way.isEnd ? <End end={way.to as EndState} /> : <span class="value">{way.to}</span>}
                      {': '}
                    </span>
                    <WayTexts side={side} ways={way.edges} isMarked={!isOnly} />
                  </span>
                </li>
              ))}
            </ul>
          </li>
        );
      })}
      {hasMore && <li class="quiet">and more targets</li>}
    </ol>
  );
}

/** When a way is taken. Those that differ are marked, unless the whole target is only in this version. */
function WayTexts({ side, ways, isMarked }: { side: Side; ways: MarkedPath['edges']; isMarked: boolean }) {
  return (
    <span>
      {ways.map((way, index) => {
        const differs = isMarked && way.differs;
        return (
          <span key={way.why}>
            {index > 0 && ', '}
            <span class={differs ? 'marked' : ''}>
              {wayText(way)}
              {differs && <ChangeMark side={side} isOnly={false} />}
            </span>
          </span>
        );
      })}
    </span>
  );
}

function factsOf(target: MarkedTarget, edges: readonly PathEdge[]): string[] {
  const { name, kind, joinsOnly, remindAfter, approvals, rounds } = target;
  const isTimed = edges.some(({ from, why }) => from === name && (why === 'unacknowledged' || why === 'unresolved'));
  return [
    ...(kind === null ? ['not declared'] : []),
    ...(joinsOnly ? ['only joins'] : []),
    ...(approvals > 1 ? [`${approvals} approvals`] : []),
    ...(remindAfter === null ? [] : [`reminded after ${formatDuration(remindAfter)}`]),
    ...(rounds === null ? [] : [`up to ${rounds} rounds`]),
    ...(isTimed || joinsOnly || kind === null ? [] : ['no deadline']),
  ];
}
