import { CopyButton } from '../../parts/copy-button.tsx';
import { conditionLines } from '../condition-lines.ts';

/** How many alternatives a closed card shows. */
const maxLines = 3;

/** A region's condition: one line for each alternative, with the parts that must all hold in a row. */
export function ConditionView({ condition, short }: { condition: string; short: boolean }) {
  const alternatives = conditionLines(condition);
  const shown = short ? alternatives.slice(0, maxLines) : alternatives;
  return (
    <div class="condition">
      <ul class={`condition-lines ${short ? 'clamped' : ''}`}>
        {shown.map((parts, i) => (
          <li key={i} class="value">
            <span class="connective">{i === 0 ? 'when' : 'or'}</span>
            <span class="condition-parts">
              {parts.map((part, j) => (
                <span key={j} class="condition-part">
                  {j > 0 && <span class="connective">and </span>}
                  {condition === 'true' ? 'always' : part}
                </span>
              ))}
            </span>
          </li>
        ))}
        {shown.length < alternatives.length && (
          <li class="quiet condition-more">and {alternatives.length - shown.length} more alternatives</li>
        )}
      </ul>
      {!short && <CopyButton text={condition} what="the condition as CEL" />}
    </div>
  );
}
