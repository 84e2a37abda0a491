import type { ComponentChildren } from 'preact';
import type { SimulateResult } from '../../protocol/server.ts';
import { detailTabs, type DetailTab } from '../../protocol/simulator.ts';
import { DecisionView } from './decision/decision-view.tsx';
import { Handoff } from './handoff/handoff.tsx';
import { TopBar } from './header/top-bar.tsx';
import { InputPanel } from './input-view/input-panel.tsx';
import { PageContext, usePage } from './page.ts';
import { EditorContext } from '../parts/editor.ts';
import { Icon } from '../parts/icon.tsx';
import { MessageBar } from '../parts/message-bar.tsx';
import { TabPanel, Tabs } from '../parts/tabs.tsx';
import type { Model } from './state/model.ts';
import { useSimulation, type SimulatorApi } from './use-simulation.ts';
import { Why } from './why/why.tsx';
import { count } from '../words/format.ts';

/** The page: the decision, and below it the input beside the reasons. */
export function Simulator({ api }: { api: SimulatorApi }) {
  const { model, page } = useSimulation(api);
  const result = model.result;
  return (
    <PageContext.Provider value={page}>
      <EditorContext.Provider value={page}>
        <main class="simulator">
          {model.failure !== null && (
            <MessageBar kind="error" onDismiss={() => page.dispatch({ type: 'dismiss' })}>
              {model.failure}
            </MessageBar>
          )}
          {result === null ? (
            <p class="waiting" role="status">
              {model.failure === null ? 'Reading the rule set…' : 'There is no decision to show yet.'}
            </p>
          ) : (
            <Content model={model} result={result} />
          )}
        </main>
      </EditorContext.Provider>
    </PageContext.Provider>
  );
}

function Content({ model, result }: { model: Model; result: SimulateResult }) {
  const { ruleSet, broken, record } = result;
  if (ruleSet === null) return <Unreadable fileName={model.file?.fileName ?? 'The file'} broken={broken} />;
  const bar = broken === null ? null : <BrokenBar broken={broken} />;
  return (
    <>
      {record === null && bar}
      <TopBar model={model} ruleSet={ruleSet} />
      {record !== null && <DecisionView model={model} ruleSet={ruleSet} record={record} outdated={bar} />}
      <div class="columns">
        <InputPanel model={model} ruleSet={ruleSet} />
        <Detail model={model} />
      </div>
    </>
  );
}

function Detail({ model }: { model: Model }) {
  const page = usePage();
  const { detailTab, result } = model;
  if (result === null || result.ruleSet === null || result.record === null) return null;
  const { ruleSet, record } = result;
  const errors = record.payload?.errors.length ?? 0;
  const tabs: Record<DetailTab, { label: string; note?: ComponentChildren; content: () => ComponentChildren }> = {
    why: {
      label: 'Why',
      content: () => (
        <Why ruleSet={ruleSet} record={record} cursorRule={model.cursorRule} wantedRule={model.wantedRule} />
      ),
    },
    handoff: {
      label: 'Handoff',
      note: errors === 0 ? null : <span class="tab-count">{count(errors, 'error')}</span>,
      content: () => <Handoff ruleSet={ruleSet} record={record} />,
    },
  };
  return (
    <section class="column detail-column" aria-label="Why and handoff">
      <div class="column-header">
        <Tabs
          label="About the decision"
          tabs={detailTabs.map(id => ({ id, label: tabs[id].label, note: tabs[id].note ?? null }))}
          selected={detailTab}
          onSelect={tab => page.dispatch({ type: 'showDetail', tab })}
        />
      </div>
      <TabPanel tab={detailTab} class="">
        {tabs[detailTab].content()}
      </TabPanel>
    </section>
  );
}

type Broken = NonNullable<SimulateResult['broken']>;

/** Says that the last version without errors decides, because the current text has errors. */
function BrokenBar({ broken }: { broken: Broken }) {
  const page = usePage();
  return (
    <MessageBar kind="warning">
      Showing the version as of the last valid text: {count(broken.errors, 'error')},{' '}
      <button type="button" class="link" onClick={() => page.revealLocation(broken.location)}>
        {broken.errors > 1 && 'first: '}
        {broken.message}
      </button>
    </MessageBar>
  );
}

/** Shown if there never was a version without errors. */
function Unreadable({ fileName, broken }: { fileName: string; broken: Broken | null }) {
  const page = usePage();
  return (
    <div class="empty unreadable" role="status">
      <Icon name="error" />
      <h1>Nothing can be decided yet</h1>
      <p>
        {fileName} has {broken === null ? 'no rule set' : count(broken.errors, 'error')}. Once the rule set is free of
        errors, this page shows its decisions.
      </p>
      {broken !== null && (
        <button type="button" class="link" onClick={() => page.revealLocation(broken.location)}>
          {broken.message}
        </button>
      )}
      <button type="button" class="link" onClick={() => page.openReference('language')}>
        How to write rule sets
      </button>
    </div>
  );
}
