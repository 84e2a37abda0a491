import type { Page } from 'playwright-core';
import type { ReleaseReport } from '../../client/history/command-line.ts';
import { giveOpinion, planOpinion, type RunOpinion } from '../../client/review/opinions.ts';
import { handrail } from '../../testing/command-line.ts';
import { startClient, type LanguageClient } from '../server/language-client.ts';
import type {
  ChosenLog,
  EditAuthor,
  HostToReview,
  Marks,
  ReviewedPair,
  ReviewPageRequest,
  ReviewPageRequests,
  ReviewToHost,
} from '../../protocol/review.ts';
import { comparing, versionScheme, type ComparingParams } from '../../protocol/server.ts';
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
  /** Comparisons are answered only then, while the page hears what is known so far. */
  hold?: Promise<void>;
  /** Who made each edit, by its id; nobody if absent. */
  authors?: Record<string, EditAuthor>;
  /** The text of the first rule set in its last release; undefined if it was never released. */
  released?: string;
}

export interface OpenedReview {
  page: Page;
  /** The messages of the page to its host. */
  asked: ReviewPageRequest[];
  marks: Marks;
  /** Edits the new version of a rule set, as if by typing. */
  edit: (name: string, text: string) => Promise<void>;
  /** Tells the page that there may be other approvals. */
  approvalsChanged: () => Promise<void>;
  client: LanguageClient;
  /** The URIs of the first rule set's versions. */
  uris: { before: string; after: string };
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

/** Who reads the page, and approves. */
export const reader = 'Grace Hopper <grace@example.com>';

/** Runs the command line in a folder. @throws what it says if it cannot run */
async function run(folder: string, args: readonly string[], stdin?: string): Promise<ReleaseReport> {
  const call = { cwd: folder, ...(stdin === undefined ? {} : { stdin }) };
  const { stdout, stderr } = await handrail([...args, '--format', 'json'], call);
  if (stdout === '') throw new Error(stderr.trim());
  return JSON.parse(stdout) as ReleaseReport;
}

const fileOf = (name: string) => `${name}.escalation.yaml`;

async function openReview(pages: Pages, options: ReviewOptions): Promise<OpenedReview> {
  const { texts, files = {}, title = 'Changes', rule = null } = options;
  const after = Object.fromEntries(texts.map(({ name, after: text }) => [fileOf(name), text]));
  const client = await startClient({ files: { ...files, ...after } });
  const pairs = texts.map(({ name, before }): ReviewedPair => {
    const uri = client.uri(fileOf(name));
    const earlier = (file: string) => client.uri(file).replace('file://', `${versionScheme}://git.0123abcd`);
    if (before !== undefined) client.versionFiles.set(earlier(fileOf(name)), before);
    for (const [file, text] of Object.entries(files)) client.versionFiles.set(earlier(file), text);
    return {
      name,
      path: fileOf(name),
      before: { uri: earlier(fileOf(name)), label: 'HEAD' },
      after: { uri, label: 'working copy' },
    };
  });
  const [first] = texts;
  if (options.released !== undefined && first !== undefined) {
    await client.write(fileOf(first.name), options.released);
    await run(client.folder, ['approve', fileOf(first.name), '--why', 'Fits', '--who', 'Bob <bob@example.com>']);
    const { refused } = await run(client.folder, ['release', fileOf(first.name), '--who', 'Ada <ada@example.com>']);
    if (refused !== null) throw new Error(refused);
    await client.write(fileOf(first.name), first.after);
  }
  for (const { name, after: text } of texts) client.open(fileOf(name), text);

  const asked: ReviewPageRequest[] = [];
  const marks: Marks = {};
  const reply = (page: Page, message: HostToReview) => post(page, message);
  const answers: { [M in keyof ReviewPageRequests]: (params: never) => Promise<unknown> } = {
    compare: async ({ pair, log }: ReviewPageRequests['compare']['params']) => {
      const heard = client.connection.onNotification(comparing, ({ progress, ...soFar }: ComparingParams) => {
        if (progress === String(pair)) void reply(page, { type: 'comparing', pair, soFar });
      });
      const params = { ...urisOf(pair), log: log?.uri ?? null, progress: String(pair) };
      const comparison = await client.request('handrail/compare', params);
      await options.hold;
      heard.dispose();
      return comparison;
    },
    decideBoth: ({ pair, input, at }: ReviewPageRequests['decideBoth']['params']) =>
      client.request('handrail/decideBoth', { ...urisOf(pair), input, at }),
    decisionMap: ({ pair, ...rest }: ReviewPageRequests['decisionMap']['params']) =>
      client.request('handrail/decisionMap', { ...urisOf(pair), ...rest }),
    marks: () => Promise.resolve(marks),
    editAuthors: () => Promise.resolve(options.authors ?? {}),
    showSample: () => Promise.resolve(null),
    addSamples: async ({ pair, samples }: ReviewPageRequests['addSamples']['params']) => {
      await client.request('handrail/addSamples', { uri: urisOf(pair).after, samples });
      return null;
    },
    setMark: ({ region, mark }: ReviewPageRequests['setMark']['params']) => {
      marks[region] = mark;
      return Promise.resolve(null);
    },
    chooseLog: () => Promise.resolve(options.log ?? null),
    exportReview: () => Promise.resolve(true),
    showTexts: () => Promise.resolve(null),
    revealLocation: () => Promise.resolve(null),
    tryInput: () => Promise.resolve(null),
    planOpinion: ({ pair, opinion, digest }: ReviewPageRequests['planOpinion']['params']) =>
      planOpinion({ opinion, digest, unsaved: edited }, opinionOn(pair)),
    giveOpinion: ({ pair, ...opinion }: ReviewPageRequests['giveOpinion']['params']) =>
      giveOpinion(opinion, opinionOn(pair)),
    compareWithRelease: () => Promise.resolve(null),
    openReference: () => Promise.resolve(null),
  };
  let edited = false;
  const opinionOn =
    (pair: number): RunOpinion =>
    (opinion, args, stdin) =>
      run(client.folder, [opinion, fileOf(texts[pair]?.name ?? ''), '--who', reader, ...args], stdin);
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
  await page.waitForSelector(options.hold === undefined ? '.summary, .problem' : '.so-far');
  return {
    page,
    asked,
    marks,
    client,
    uris: urisOf(0),
    problems,
    approvalsChanged: () => reply(page, { type: 'approvalsChanged' }),
    edit: async (name, text) => {
      edited = true;
      client.change(fileOf(name), text);
      await reply(page, { type: 'changed', pairs: [texts.findIndex(each => each.name === name)] });
    },
  };
}
