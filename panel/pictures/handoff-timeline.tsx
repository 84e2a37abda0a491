import type { HandoffChange, MarkedCourse, PathTarget } from '../../protocol/review-requests.ts';
import {
  assumptionText,
  courseConditions,
  type CourseName,
  shownSteps,
  stepText,
  thenText,
  timeText,
} from '../../report/handoffs.ts';
import { Icon } from '../parts/icon.tsx';
import { useWidth } from '../parts/use-width.ts';
import { fitting, isChange, type Held, type Lane, laneOf, rowsOf } from './lane.ts';
import { ChangeMark, End, otherSide, type Side, sides, stepIcon, TargetIcon } from './looks.tsx';
import { timeScale } from './time-scale.ts';

interface HandoffTimelineProps {
  change: HandoffChange;
  course: CourseName;
}

/** How many targets in a row can be read in half a window, and in a whole one. A course with more is only listed. */
const [maxNarrow, maxDrawn] = [3, 8];

/** A course of a handoff before and after, on one time scale. Where there is no room for it, and for screen readers, it is a list of its steps. */
export function HandoffTimeline({ change, course: name }: HandoffTimelineProps) {
  const courses = { before: change.before[name], after: change.after[name] };
  const both = [courses.before, courses.after];
  const scale = timeScale(both);
  const length = Math.max(...both.map(({ steps }) => steps.filter(({ what }) => what === 'requested').length));
  const isDrawn = length <= maxDrawn;
  const condition = courseConditions[name];
  return (
    <figure
      class={`handoff-timeline ${!isDrawn ? 'listed' : length > maxNarrow ? 'long' : 'short'}`}
      aria-label={`A handoff to ${change.target} ${condition}, before and after`}
    >
      <figcaption>
        <span>
          {condition[0]?.toUpperCase()}
          {condition.slice(1)}
        </span>
        {isDrawn && !scale.isToScale && (
          <span class="quiet scale-note">Not to scale: short times are drawn longer.</span>
        )}
        <span class="quiet">{assumptionText(both)}</span>
      </figcaption>
      <div class="timeline-lanes" aria-hidden="true">
        {sides.map(side => (
          <LaneView
            key={side}
            side={side}
            lane={laneOf(courses[side], courses[otherSide[side]], scale)}
            targets={change[side].path.targets}
          />
        ))}
      </div>
      <div class="timeline-lists">
        {sides.map(side => (
          <StepList key={side} side={side} course={courses[side]} />
        ))}
      </div>
    </figure>
  );
}

interface LaneViewProps {
  side: Side;
  lane: Lane;
  targets: readonly PathTarget[];
}

const percent = (position: number) => `${(position * 100).toFixed(3)}%`;

function LaneView({ side, lane, targets }: LaneViewProps) {
  const [line, width] = useWidth<HTMLDivElement>();
  const { held, events, end, then, times } = lane;
  const kindOf = (name: string) => targets.find(target => target.name === name)?.kind ?? null;
  return (
    <div class={`lane lane-${side}`}>
      <span class="lane-name quiet">{side}</span>
      <div class="lane-line" ref={line}>
        {rowsOf(events, width).map((row, index) => (
          <div key={index} class="lane-events">
            {row.map(({ at, step }) => (
              <span
                key={`${step.at} ${step.what}`}
                class="lane-event"
                style={{ left: percent(at) }}
                title={`${timeText(step.at)} ${stepText(step)}`}
              >
                <Icon name={stepIcon(step)} />
                {step.what === 'joined' && <span class="value">{step.target}</span>}
                {isChange(step.mark) && <ChangeMark side={side} isOnly={step.mark === 'only'} />}
              </span>
            ))}
          </div>
        ))}
        <div class="lane-bar">
          {held.map((each, index) => (
            <HeldView key={index} held={each} side={side} kind={kindOf(each.target)} />
          ))}
          <span class="lane-end" style={{ left: percent(end?.at ?? 1) }}>
            {end !== null && <End end={end.step.end} />}
            {then !== null && <span class={then.isMarked ? 'marked' : 'quiet'}>{then.text}</span>}
            {(end?.step.mark === 'only' || then?.isMarked === true) && <ChangeMark side={side} isOnly />}
          </span>
        </div>
        <div class="lane-times value">
          {fitting(times, width).map(({ at, text, isMarked }) => (
            <span key={text} class={isMarked ? 'marked' : 'quiet'} style={{ left: percent(at) }}>
              {text}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

function HeldView({ held, side, kind }: { held: Held; side: Side; kind: PathTarget['kind'] }) {
  const { target, from, until, isOpen, mark } = held;
  return (
    <span
      class={`held held-${mark} ${isOpen ? 'open' : ''}`}
      style={{ left: percent(from), width: percent(until - from) }}
      title={target}
    >
      <TargetIcon kind={kind} />
      <span class="value held-name">{target}</span>
      {isChange(mark) && <ChangeMark side={side} isOnly={mark === 'only'} />}
    </span>
  );
}

/** The steps of a course, each with its time. */
function StepList({ side, course: { steps, then, thenDiffers } }: { side: Side; course: MarkedCourse }) {
  return (
    <div>
      <h4 class="quiet">{side}</h4>
      <ol>
        {shownSteps(steps).map((step, index) => (
          <li key={index} class={isChange(step.mark) ? 'marked' : ''}>
            <span class="value step-time">{step.at === 0 ? '' : timeText(step.at)}</span>
            <Icon name={stepIcon(step)} />
            <span class="step-text">
              {stepText(step)}
              {isChange(step.mark) && <ChangeMark side={side} isOnly={step.mark === 'only'} />}
            </span>
          </li>
        ))}
        {then !== 'over' && (
          <li class={thenDiffers ? 'marked' : ''}>
            <span class="value step-time" />
            <Icon name="ellipsis" />
            <span class="step-text">
              {thenText[then]}
              {thenDiffers && <ChangeMark side={side} isOnly />}
            </span>
          </li>
        )}
      </ol>
    </div>
  );
}
