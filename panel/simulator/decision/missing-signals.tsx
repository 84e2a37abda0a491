import { useState } from 'preact/hooks';
import type { MissingSignal } from '../../../engine/model/decision-record.ts';
import { fieldId } from '../input-view/field.tsx';
import { usePage } from '../page.ts';
import { Icon } from '../../parts/icon.tsx';
import { useChanged } from '../../parts/use-changed.ts';
import { causeWords, count } from '../../words/format.ts';

/** The number of missing signals and, opened, which they are and why. Each links to its field. */
export function MissingSignals({ missing }: { missing: readonly MissingSignal[] }) {
  const page = usePage();
  const [open, setOpen] = useState(false);
  const changed = useChanged(missing.map(({ signal, cause }) => `${signal} ${cause}`).join());
  if (missing.length === 0) return <span class={changed}>0 signals missing</span>;
  const show = (signal: string) => {
    page.dispatch({ type: 'showInput', tab: 'form' });
    // The form may have to render first.
    requestAnimationFrame(() => document.getElementById(fieldId(signal))?.focus());
  };
  return (
    <>
      <button type="button" class={`link disclosure ${changed}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        {count(missing.length, 'signal')} missing
        {!open && <span class="missing-causes">: {summary(missing)}</span>}
      </button>
      {open && (
        <ul class="missing-list">
          {missing.map(({ signal, cause, detail, required }) => (
            <li key={signal}>
              <button type="button" class="link value" onClick={() => show(signal)}>
                {signal}
              </button>{' '}
              {causeWords[cause]}
              {detail !== undefined && <span class="quiet">, {detail}</span>}
              {required === true && <span class="quiet">, although required</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The names of up to three signals, first those that should not be missing. */
function summary(missing: readonly MissingSignal[]): string {
  const isWrong = ({ cause, required }: MissingSignal) => required === true || cause !== 'absent';
  const ordered = [...missing.filter(isWrong), ...missing.filter(each => !isWrong(each))];
  const shown = ordered
    .slice(0, 3)
    .map(each => (isWrong(each) ? `${each.signal} ${causeWords[each.cause]}` : each.signal));
  return ordered.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}
