import type { Page } from 'playwright-core';
import { startClient, type LanguageClient } from '../server/language-client.ts';
import type {
  ChosenLog,
  HostToReview,
  Marks,
  ReviewedPair,
  ReviewPageRequest,
  ReviewPageRequests,
  ReviewToHost,
} from '../../protocol/review.ts';
import { versionScheme } from '../../protocol/server.ts';
import { post, startPages, type Looks, type Pages } from './pages.ts';

/** The texts of a rule file in two versions. */
export interface Texts {
  name: string;
  /** Undefined if the version does not have the file. */
  before: string | undefined;
  after: string;
}

export interface ReviewOptions extends Looks {
  texts: Texts[];
  /** Other files of the workspace, by path; the same in both versions. */
  files?: Record<string, string>;
  title?: string;
  rule?: string | null;
  log?: ChosenLog;
}

export interface OpenedReview {
  page: Page;
  /** The messages of the page to its host. */
  asked: ReviewPageRequest[];
  marks: Marks;
  /** Edits the new version of a rule set, as if by typing. */
  edit: (name: string, text: string) => Promise<void>;
  client: LanguageClient;
  problems: string[];
}

export interface Reviews {
  open(options: ReviewOptions): Promise<OpenedReview>;
  close(): Promise<void>;
}

/** Opens the review page in a browser with the real language server. The host between them does the same as the extension. */
export async function startReviews(): Promise<Reviews> {
  const pages = await startPages();
  return { open: options => openReview(pages, options), close: () => pages.close() };
}

const fileOf = (name: string) => `${name}.escalation.yaml`;

async function openReview(pages: Pages, options: ReviewOptions): Promise<OpenedReview> {
  const { texts, files = {}, title = 'Changes', rule = null } = options;
  const after = Object.fromEntries(texts.map(({ name, after: text }) => [fileOf(name), text]));
  const client = await startClient({ files: { ...files, ...after } });
  const pairs = texts.map(({ name, before }): ReviewedPair => {
    const uri = client.uri(fileOf(name));
    const earlier = (path: string) => client.uri(path).replace('file://', `${versionScheme}://git.0123abcd`);
    if (before !== undefined) client.versionFiles.set(earlier(fileOf(name)), before);
    for (const [path, text] of Object.entries(files)) client.versionFiles.set(earlier(path), text);
    return {
      name,
      path: fileOf(name),
      before: { uri: earlier(fileOf(name)), label: 'HEAD' },
      after: { uri, label: 'working copy' },
    };
  });
  for (const { name, after: text } of texts) client.open(fileOf(name), text);

  const asked: ReviewPageRequest[] = [];
  const marks: Marks = {};
  const reply = (page: Page, message: HostToReview) => post(page, message);
  const answers: { [M in keyof ReviewPageRequests]: (params: never) => Promise<unknown> } = {
    compare: ({ pair, log }: ReviewPageRequests['compare']['params']) =>
      client.request('handrail/compare', { ...urisOf(pair), log: log?.uri ?? null }),
    decideBoth: ({ pair, input, at }: ReviewPageRequests['decideBoth']['params']) =>
      client.request('handrail/decideBoth', { ...urisOf(pair), input, at }),
    decisionMap: ({ pair, ...rest }: ReviewPageRequests['decisionMap']['params']) =>
      client.request('handrail/decisionMap', { ...urisOf(pair), ...rest }),
    marks: () => Promise.resolve(marks),
    setMark: ({ region, mark }: ReviewPageRequests['setMark']['params']) => {
      marks[region] = mark;
      return Promise.resolve(null);
    },
    chooseLog: () => Promise.resolve(options.log ?? null),
    exportReview: () => Promise.resolve(true),
    showTexts: () => Promise.resolve(null),
    revealLocation: () => Promise.resolve(null),
    tryInput: () => Promise.resolve(null),
    openReference: () => Promise.resolve(null),
  };
  function urisOf(pair: number): { before: string; after: string } {
    const found = pairs[pair];
    if (found === undefined) throw new Error(`There is no pair ${pair}.`);
    return { before: found.before.uri, after: found.after.uri };
  }

  const { page, problems } = await pages.open({
    ...options,
    name: 'review',
    received: async (posted, sender) => {
      const message = posted as ReviewToHost;
      if (message.type === 'ready') return reply(sender, { type: 'open', subject: { title, pairs }, rule });
      asked.push(message);
      try {
        const result = (await answers[message.method](message.params as never)) as never;
        await reply(sender, { type: 'response', id: message.id, result });
      } catch (error) {
        await reply(sender, { type: 'error', id: message.id, message: (error as Error).message });
      }
    },
  });
  await page.waitForSelector('.summary, .problem');
  return {
    page,
    asked,
    marks,
    client,
    problems,
    edit: async (name, text) => {
      client.change(fileOf(name), text);
      await reply(page, { type: 'changed', pairs: [texts.findIndex(each => each.name === name)] });
    },
  };
}
