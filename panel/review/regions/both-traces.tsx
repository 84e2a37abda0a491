import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Region } from '../../../protocol/review-requests.ts';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import type { Comparison, DecidedBoth, VersionView } from '../../../protocol/server.ts';
import { EditorContext, type Editor } from '../../parts/editor.ts';
import { traceRows } from '../../trace/rows.ts';
import { TraceTree } from '../../trace/trace-tree.tsx';
import { useReviewPage } from '../page.ts';
import { timeOf } from '../time.ts';

interface BothTracesProps {
  pair: number;
  comparison: Comparison;
  region: Region;
}

/** The traces of both versions on the region's example, side by side. */
export function BothTraces({ pair, comparison, region }: BothTracesProps) {
  const page = useReviewPage();
  const [decided, setDecided] = useState<DecidedBoth | null>(null);
  const [all, setAll] = useState(false);
  const { input, at, grants } = region.witness;
  useEffect(() => {
    let late = false;
    void page.decideBoth({ pair, input, at: timeOf(at), ...(grants === undefined ? {} : { grants }) }).then(answer => {
      if (!late) setDecided(answer);
    });
    return () => {
      late = true;
    };
  }, [page, pair, comparison, region.id]);
  if (decided === null) return <p class="quiet">Deciding…</p>;
  // A rule that decides in either version is shown in both, to show whether it no longer fires or comes too late.
  const deciding = new Set([decided.before, decided.after].flatMap(record => (record?.rule ? [record.rule.id] : [])));
  const columns = [
    { side: 'before', title: 'Before', view: comparison.before, record: decided.before },
    { side: 'after', title: 'After', view: comparison.after, record: decided.after },
  ] as const;
  return (
    <div class="both-traces">
      {columns.map(({ side, title, view, record }) => (
        <div key={side} class="trace-column">
          <h3>{title}</h3>
          {record === null ? (
            <p class="quiet">This version cannot decide.</p>
          ) : (
            <Trace id={`${side}-${region.id}`} label={title} view={view} record={record} only={all ? null : deciding} />
          )}
        </div>
      ))}
      <button type="button" class="link show-all" aria-pressed={all} onClick={() => setAll(!all)}>
        {all ? 'Only the rules that decide' : 'All rules'}
      </button>
    </div>
  );
}

interface TraceProps {
  id: string;
  label: string;
  view: VersionView;
  record: DecisionRecord;
  /** Ids of the rules to show; null for all. */
  only: ReadonlySet<string> | null;
}

function Trace({ id, label, view, record, only }: TraceProps) {
  const page = useReviewPage();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const { ruleSet } = view;
  const shown = useMemo<DecisionRecord>(() => {
    const rules = record.trace?.rules ?? [];
    return { ...record, trace: { rules: only === null ? rules : rules.filter(({ rule }) => only.has(rule.id)) } };
  }, [record, only === null ? null : [...only].join(' ')]);
  const rows = useMemo(() => {
    const found = traceRows(shown, { hitPolicy: ruleSet?.hitPolicy ?? 'first', toggled, filter: '', show: null });
    // If a rule decides, the default is of no interest.
    return only === null || record.rule === null ? found : found.filter(({ kind }) => kind !== 'default');
  }, [shown, ruleSet, toggled]);
  const signals = useMemo(
    () => new Map((ruleSet?.signals ?? []).map(({ name, declaration }) => [name, declaration])),
    [ruleSet],
  );
  const editor = useMemo<Editor>(
    () => ({
      reveal: place => {
        const index = 'rule' in place ? place.rule : 'span' in place ? place.span.path[1] : null;
        const location =
          index === 'default'
            ? ruleSet?.defaultLocation
            : typeof index === 'number'
              ? ruleSet?.rules[index]?.location
              : null;
        if (location !== null && location !== undefined) page.revealLocation(location);
      },
      highlight: () => undefined,
      copy: text => page.copy(text),
    }),
    [page, ruleSet],
  );
  if (rows.length === 0) return <p class="quiet">No deciding rule is in this version.</p>;
  const decides = record.rule === null ? 'the default' : ruleName(record.rule);
  return (
    <EditorContext.Provider value={editor}>
      <TraceTree
        id={id}
        label={`${label}: ${decides} decides`}
        rows={rows}
        record={shown}
        fallback={ruleSet?.default ?? null}
        signals={signals}
        onToggle={(key, open) => setToggled(before => new Map(before).set(key, open))}
      />
    </EditorContext.Provider>
  );
}
