import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Location } from '../../protocol/server.ts';
import type { PanelRequests } from '../../protocol/simulator.ts';
import type { Editor } from '../parts/editor.ts';
import type { Action } from './state/model.ts';

/** What every part of the page can do. Failures are shown on the page, so callers need not wait. */
export interface Page extends Editor {
  dispatch(action: Action): void;
  revealLocation(location: Location): void;
  openReference(page: string): void;
  /** Decides with another version of the rule set from now on. */
  chooseVersion(uri: string): void;
  /** Resolves to true when the sample is in its file, and to false if it could not be saved. */
  saveSample(params: PanelRequests['saveSample']['params']): Promise<boolean>;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('There is no page around this component.');
  return page;
}
