import { CopyButton } from '../../parts/copy-button.tsx';
import { conditionLines } from '../condition-lines.ts';

/** A region's condition: one line for each alternative, with the parts that must all hold in a row. */
export function ConditionView({ condition }: { condition: string }) {
  return (
    <div class="condition">
      <ul class="condition-lines">
        {conditionLines(condition).map((parts, i) => (
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
      </ul>
      <CopyButton text={condition} what="the condition as CEL" />
    </div>
  );
}
