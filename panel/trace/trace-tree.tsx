import { useEffect, useRef, useState } from 'preact/hooks';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import type { Signal } from '../../engine/model/rule-set.ts';
import { useEditor } from '../parts/editor.ts';
import { LazyRows } from './lazy-rows.tsx';
import { placeOf } from './place-of.ts';
import { rowId, RowView, type DefaultView } from './row-view.tsx';
import type { Row } from './rows.ts';
import { treeMove } from './tree-keys.ts';

interface TraceTreeProps {
  /** Distinguishes the rows of this tree from those of others on the page. */
  id: string;
  label: string;
  rows: readonly Row[];
  record: DecisionRecord;
  /** What happens if no rule decides; null if the rule set has no default. */
  fallback: DefaultView | null;
  signals: ReadonlyMap<string, Signal>;
  /** Index of the rule at the editor's cursor. */
  cursorRule?: number | null;
  /** A rule to scroll to and make active; a new object each time. */
  wantedRule?: { rule: number } | null;
  onToggle: (key: string, open: boolean) => void;
}

/** Rules and their conditions as a tree with VS Code's keys. */
export function TraceTree({
  id,
  label,
  rows,
  record,
  fallback,
  signals,
  cursorRule = null,
  wantedRule = null,
  onToggle,
}: TraceTreeProps) {
  const editor = useEditor();
  const [active, setActive] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const tree = useRef<HTMLDivElement>(null);
  const current = rows.some(({ key }) => key === active) ? active : null;
  const show = cursorRule ?? wantedRule?.rule ?? null;

  const bring = (key: string | null) => {
    if (key !== null) document.getElementById(rowId(id, key))?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => {
    if (focused) bring(current);
  }, [current, focused]);
  useEffect(() => {
    if (wantedRule === null) return;
    setActive(`rule ${wantedRule.rule}`);
    bring(`rule ${wantedRule.rule}`);
  }, [wantedRule]);
  useEffect(() => {
    if (cursorRule !== null && !focused) bring(`rule ${cursorRule}`);
  }, [cursorRule]);

  const activeRow = rows.find(({ key }) => key === current);
  useEffect(() => {
    if (focused) editor.highlight(activeRow === undefined ? null : placeOf(activeRow));
  }, [focused, current]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && activeRow !== undefined) {
      event.preventDefault();
      const place = placeOf(activeRow);
      if (place !== null) editor.reveal(place);
      else if (activeRow.kind === 'group') onToggle(activeRow.key, !activeRow.open);
      return;
    }
    const move = treeMove(rows, current, event.key);
    if (move === null) return;
    event.preventDefault();
    setActive(move.active);
    if (move.toggle !== undefined) onToggle(move.active, move.toggle);
  };

  return (
    <div
      class="trace"
      role="tree"
      aria-label={label}
      tabIndex={0}
      ref={tree}
      aria-activedescendant={current === null ? undefined : rowId(id, current)}
      onKeyDown={onKeyDown}
      onFocus={event => {
        if (event.target !== tree.current) return;
        setFocused(true);
        if (current === null)
          setActive((rows.find(row => row.kind === 'rule' && row.rule.decides) ?? rows[0])?.key ?? null);
      }}
      onBlur={() => {
        setFocused(false);
        editor.highlight(null);
      }}
      onPointerLeave={() => editor.highlight(null)}
    >
      <LazyRows
        rows={rows}
        needed={[current, show === null ? null : `rule ${show}`]}
        render={row => (
          <RowView
            key={row.key}
            tree={id}
            row={row}
            fallback={fallback}
            record={record}
            signals={signals}
            active={focused && row.key === current}
            atCursor={row.kind === 'rule' && row.rule.index === cursorRule}
            onToggle={open => {
              setActive(row.key);
              onToggle(row.key, open);
            }}
          />
        )}
      />
    </div>
  );
}
