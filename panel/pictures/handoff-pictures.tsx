import type { HandoffChange } from '../../protocol/review-requests.ts';
import { fallbacksText } from '../../engine/model/fallbacks-text.ts';
import { beginnersText, changedCourses, courseConditions, courseText } from '../../report/handoffs.ts';
import { count } from '../words/format.ts';
import { EscalationPath } from './escalation-path.tsx';
import { HandoffTimeline } from './handoff-timeline.tsx';
import { sides } from './looks.tsx';

interface HandoffPicturesProps {
  /** All changed handoffs of a comparison. */
  handoffs: readonly HandoffChange[];
  /** The edited target. */
  target: string;
}

/** What an edited target changes: pictures of the handoffs to it, and the other handoffs that come to it as lines of text. */
export function HandoffPictures({ handoffs, target }: HandoffPicturesProps) {
  const own = handoffs.filter(change => change.target === target && change.edited.includes(target));
  const others = handoffs.filter(change => change.target !== target && change.edited.includes(target));
  if (own.length + others.length === 0) return null;
  return (
    <div class="handoff-pictures">
      {own.map((change, index) => (
        <HandoffChangeView key={index} change={change} />
      ))}
      {others.length > 0 && (
        <details>
          <summary>
            {count(others.length, 'other handoff comes', 'other handoffs come')} to {target}
          </summary>
          <ul>
            {others.map((change, index) => (
              <OtherHandoff key={index} change={change} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function HandoffChangeView({ change }: { change: HandoffChange }) {
  const courses = changedCourses(change);
  const kind = change.after.path.targets.find(({ name }) => name === change.target)?.kind ?? null;
  return (
    <section class="handoff-change">
      <h3>
        A handoff to <span class="value">{change.target}</span>{' '}
        {kind !== null && <span class="quiet">({kind === 'human' ? 'person' : kind}) </span>}
        <Beginners change={change} />
      </h3>
      {courses.map(name => (
        <HandoffTimeline key={name} change={change} course={name} />
      ))}
      <details open={courses.length === 0}>
        <summary>All ways to the next target or an end</summary>
        <EscalationPath change={change} />
      </details>
    </section>
  );
}

/** The rules that begin a handoff, with the fallbacks that they declare instead of those of its target. */
function Beginners({ change: { rules, after } }: { change: HandoffChange }) {
  const text = [beginnersText(rules), fallbacksText(after.fallbacks)].filter(part => part !== '').join(', ');
  return text === '' ? null : <span class="quiet">{text}</span>;
}

/** A changed handoff in words: its first course that differs. */
function OtherHandoff({ change }: { change: HandoffChange }) {
  const [course] = changedCourses(change);
  return (
    <li class="other-handoff">
      <p>
        <span class="value">{change.target}</span> <Beginners change={change} />
        <span class="quiet">
          {course === undefined ? ': goes on in the same way if nobody resolves it' : `, ${courseConditions[course]}`}
        </span>
      </p>
      {course !== undefined && (
        <dl>
          {sides.map(side => (
            <div key={side}>
              <dt class="quiet">{side}</dt>
              <dd>{courseText(change[side][course])}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
