import type {
  AddSampleParams,
  GivenGrants,
  GivenInput,
  Location,
  LocateParams,
  SimulateParams,
  SimulateResult,
} from './server.ts';
import type { RequestOf, ResponseOf } from './page.ts';

/** `Omit` that keeps the members of a union apart. */
type WithoutUri<T> = T extends unknown ? Omit<T, 'uri'> : never;

/** A place in the rule file that the page shows; the host knows the file. */
export type Place = WithoutUri<LocateParams>;

/** A version of a rule set, by the URI of its file, and what people call it: `HEAD`, `working copy`, `2.2.0`. */
export interface NamedVersion {
  uri: string;
  label: string;
}

/** The requests of the simulator's page to its host, which knows the rule file. */
export interface PanelRequests {
  simulate: { params: WithoutUri<SimulateParams>; result: SimulateResult };
  /** Shows the place in an editor beside the panel and puts the cursor there. */
  reveal: { params: Place; result: null };
  /** Like `reveal`, for a place that the host itself reported, such as that of the first error. */
  revealLocation: { params: { location: Location }; result: null };
  /** Adds the sample and opens its file. False if the person cancels. */
  saveSample: { params: WithoutUri<AddSampleParams>; result: boolean };
  /** Opens a page of the documentation: `signals`, `samples`, `language`. */
  openReference: { params: { page: string }; result: null };
}

export type PanelRequest = RequestOf<PanelRequests>;

export type PanelToHost =
  | PanelRequest
  /** The page has loaded and is listening. */
  | { type: 'ready' }
  /** Marks the place under the pointer or the focus in the editor; null removes the mark. */
  | { type: 'highlight'; place: Place | null }
  /** Decide with this version of the rule set from now on. */
  | { type: 'chooseVersion'; uri: string };

export type HostToPanel =
  | ResponseOf<PanelRequests>
  /** First message after `ready`: what to show. `sample`, `rule` and `given` come from the lens or the finding that opened the panel. */
  | {
      type: 'open';
      uri: string;
      fileName: string;
      sample: string | null;
      rule: number | null;
      given: GivenInput | null;
      /** Versions of the rule set to choose from, and the URI of the one that decides; empty and null if there is only the file itself. */
      versions: NamedVersion[];
      version: string | null;
    }
  /** The rule set, an import or the samples changed: simulate again. */
  | { type: 'changed' }
  /** The editor's cursor is in this rule (index), or in none. */
  | { type: 'cursor'; rule: number | null };

/** The tabs beside the input, in their order. */
export const detailTabs = ['why', 'handoff'] as const;
export type DetailTab = (typeof detailTabs)[number];

/** The state that the page saves with the editor's `setState`, and gets back after a reload. `inputText` is JSON as typed, valid or not. */
export interface PanelState {
  uri: string;
  sample: string | null;
  /** The input that the page was opened with; null if it started from a sample or from nothing. */
  given: GivenInput | null;
  inputText: string;
  at: string | null;
  /** Grants in force; absent if there are none. */
  grants?: GivenGrants;
  thresholds: Record<string, number>;
  inputTab: 'form' | 'json';
  detailTab: DetailTab;
}
