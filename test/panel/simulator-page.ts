import type { Page } from 'playwright-core';
import { compile, type CompiledRuleSet } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { runSample } from '../../engine/study/run-sample.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { HostToPanel, PanelRequest, PanelToHost } from '../../protocol/simulator.ts';
import { failureLines, verdictOf } from '../../language/samples/case-run.ts';
import type { GivenInput, SampleOutcome, SampleView, SimulateResult } from '../../protocol/server.ts';
import { ruleSetView } from '../../server/simulator/rule-set-view.ts';
import { withThresholds } from '../../server/simulator/threshold-values.ts';
import { post, startPages, type Looks, type Pages } from './pages.ts';

export const ruleFile = 'file:///rules/refunds.escalation.yaml';

/** The host of the page; a test changes it as the editor would. */
export interface FakeHost {
  /** Null if there never was a version without errors. */
  ruleSet: RuleSet | null;
  samples: SampleView[];
  broken: SimulateResult['broken'];
  /** An error to return instead of an answer to `simulate`. */
  failure: string | null;
  /** Delays answers to `simulate` until `release`. */
  held: boolean;
  release: () => void;
  /** All messages of the page. */
  received: PanelToHost[];
  send: (message: HostToPanel) => Promise<void>;
}

export interface SimulatorPage {
  page: Page;
  host: FakeHost;
  /** Errors, and violations of the content security policy, which must not occur on any page. */
  problems: string[];
}

export interface PageOptions extends Looks {
  ruleSet: RuleSet | null;
  samples?: SampleView[];
  broken?: SimulateResult['broken'];
  sample?: string | null;
  rule?: number | null;
  given?: GivenInput | null;
}

export interface Simulators {
  open(options: PageOptions): Promise<SimulatorPage>;
  close(): Promise<void>;
}

/** Opens the built page in a browser, as the editor does, with answers of the real engine. */
export async function startSimulators(): Promise<Simulators> {
  const pages = await startPages();
  return { open: options => openPage(pages, options), close: () => pages.close() };
}

async function openPage(pages: Pages, options: PageOptions): Promise<SimulatorPage> {
  let host: FakeHost | undefined;
  const { page, problems } = await pages.open({
    ...options,
    name: 'simulator',
    received: async (message, sender) => {
      host ??= createHost(sender, options);
      await answer(host, message as PanelToHost, options);
    },
  });
  await page.waitForSelector('.decision, .unreadable, .message-bar');
  if (host === undefined) throw new Error('The page has said nothing.');
  return { page, host, problems };
}

function createHost(page: Page, { ruleSet, samples = [], broken = null }: PageOptions): FakeHost {
  const waiting: (() => void)[] = [];
  return {
    ruleSet,
    samples,
    broken,
    failure: null,
    held: false,
    release() {
      this.held = false;
      for (const resume of waiting.splice(0)) resume();
    },
    received: [],
    async send(message) {
      if (this.held && message.type === 'response') await new Promise<void>(resume => waiting.push(resume));
      await post(page, message);
    },
  };
}

async function answer(
  host: FakeHost,
  message: PanelToHost,
  { sample = null, rule = null, given = null }: PageOptions,
): Promise<void> {
  host.received.push(message);
  switch (message.type) {
    case 'ready':
      return host.send({
        type: 'open',
        uri: ruleFile,
        fileName: 'refunds.escalation.yaml',
        sample,
        rule,
        given,
        versions: [],
        version: null,
      });
    case 'highlight':
    case 'chooseVersion':
      return;
    case 'request': {
      const { id, method } = message;
      if (method === 'simulate') {
        if (host.failure !== null) return host.send({ type: 'error', id, message: host.failure });
        return host.send({ type: 'response', id, result: simulate(host, message.params) });
      }
      if (method === 'saveSample') save(host, message.params);
      return host.send({ type: 'response', id, result: method === 'saveSample' ? true : null });
    }
  }
}

type Params<M extends PanelRequest['method']> = Extract<PanelRequest, { method: M }>['params'];

function simulate(
  { ruleSet, samples, broken }: FakeHost,
  { input, at, thresholds, sample: wanted }: Params<'simulate'>,
): SimulateResult {
  if (ruleSet === null) return { ruleSet: null, broken, record: null, declared: null, sample: null };
  const compiled = compile(ruleSet);
  const view = ruleSetView(ruleFile, compiled, samples);
  const time = at === null ? Date.now() : Date.parse(at);
  return {
    ruleSet: view,
    broken,
    record: decide(compile(withThresholds(ruleSet, thresholds)), input, { at: time, trace: true }),
    declared: Object.keys(thresholds).length === 0 ? null : decide(compiled, input, { at: time }),
    sample: outcomeOf(samples, wanted ?? null, compiled, time),
  };
}

function outcomeOf(
  samples: readonly SampleView[],
  wanted: string | null,
  compiled: CompiledRuleSet,
  now: number,
): SampleOutcome | null {
  const view = samples.find(({ name }) => name === wanted);
  if (view === undefined) return null;
  const { name, at, input, expect } = view;
  const sample = { name, input, ...(at === null ? {} : { at }), ...(expect === null ? {} : { expect }) };
  const result = runSample(compiled, sample, now);
  return { name, verdict: verdictOf(result), failures: failureLines(result) };
}

function save(host: FakeHost, { name, input, at, expect }: Params<'saveSample'>): void {
  const position = { line: 0, character: 0 };
  const location = { uri: 'file:///rules/refunds.samples.yaml', range: { start: position, end: position } };
  host.samples = [...host.samples, { name, description: null, at, input, expect, location }];
  void host.send({ type: 'changed' });
}
