import { expect, it } from 'vitest';
import type { Witness } from '../../engine/solver/gate.ts';
import type { DiffEdit, Region } from '../../engine/diff/facts.ts';
import type { FinishedReview } from '../../protocol/review.ts';
import { reviewAsJson, reviewAsMarkdown } from './report.ts';

const region = (id: string, more: Partial<Region>): Region => ({
  id,
  before: { rule: { id: 'unsure', version: 2 }, outcome: { decide: 'escalate', to: 'desk' } },
  after: { rule: null, outcome: { decide: 'continue' } },
  class: 'loosened',
  condition: 'confidence >= 0.6 && confidence < 0.7',
  when: null,
  from: -Infinity,
  until: Infinity,
  witness: { input: { confidence: 0.65 }, at: null, free: [] } as unknown as Witness,
  share: { value: 0.1, exact: true },
  traffic: [],
  together: [],
  causeProved: true,
  ...more,
});

const edit = (name: string, more: Partial<DiffEdit>): DiffEdit => ({
  id: name,
  about: 'threshold',
  name,
  part: 'value',
  key: '',
  path: [],
  side: 'after',
  class: 'neutral',
  regions: [],
  matters: false,
  consequences: [],
  ...more,
});

const view = (version: string, digest: string) => ({ ruleSet: { version, digest } }) as never;
const review: FinishedReview = {
  pair: {
    name: 'refunds',
    path: 'rules/refunds.escalation.yaml',
    before: { uri: 'a', label: 'HEAD 0123abc' },
    after: { uri: 'b', label: 'working copy' },
  },
  comparison: {
    before: view('2.3.0', 'aaaaaaaaaaaaaaaa'),
    after: view('2.4.0', 'bbbbbbbbbbbbbbbb'),
    diff: {
      equivalent: false,
      class: 'loosened',
      regions: [region('one', {}), region('two', { condition: 'note == "`x`"' })],
      undecided: [],
      undecidedBecause: '',
      complete: true,
      share: { value: 0.2, exact: true },
      edits: [
        edit('limit', { class: 'loosened', before: 0.7, after: 0.6, regions: ['one'] }),
        edit('other', { class: 'loosened', before: 1, after: 2, regions: ['two'] }),
        edit('desk', {
          class: 'loosened',
          about: 'target',
          key: 'channel',
          before: '#a',
          after: '#b',
          consequences: [0],
        }),
        edit('description', { about: 'rule-set', part: 'text', before: 'Old', after: 'New', consequences: [1] }),
      ],
      rules: [],
      unchanged: 14,
      work: 0,
      consequences: [
        {
          about: 'target',
          name: 'desk',
          path: ['targets', 'desk'],
          message: 'Nobody is told in #ops <soon>, @team.',
          class: 'loosened',
          breaking: true,
          regions: 0,
        },
        {
          about: 'rule-set',
          name: 'x',
          path: ['description'],
          message: 'Text.',
          class: 'neutral',
          breaking: false,
          regions: 0,
        },
      ],
    },
    places: [],
    edits: [{ before: null, after: null, unit: 'EUR' }],
    handoffs: [],
    measurements: [],
    approvals: 2,
    approvers: null,
  },
  marks: {
    one: { reviewed: ['bbbbbbbbbbbbbbbb'], comment: 'Ask @legal first.' },
    two: { reviewed: ['an earlier digest'], comment: '' },
  },
};

it('the Markdown of a review has ticks, comments and other changes', () => {
  expect(reviewAsMarkdown([review]))
    .toBe(`### \`rules/refunds.escalation.yaml\`: 2.3.0 (HEAD 0123abc) → 2.4.0 (working copy)

**4 edits: 3 loosened · needs 2 approvals from anybody who did not make the change · 1 of 3 read**

- [x] **1. \`limit\` \`0.7\` → \`0.6 EUR\`**: ▼ loosened

  - **▼ loosened**: \`escalate → desk\` becomes **\`continue\`**  
    The default decides, no longer \`unsure@2\`.

    <details><summary>Condition</summary>

    \`\`\`cel
    confidence >= 0.6 && confidence < 0.7
    \`\`\`

    </details>

  > Ask @\u200Blegal first.

- [ ] **2. \`other\` \`1\` → \`2\`**: ▼ loosened

  - **▼ loosened**: \`escalate → desk\` becomes **\`continue\`**  
    The default decides, no longer \`unsure@2\`.

    <details><summary>Condition</summary>

    \`\`\`cel
    note == "\`x\`"
    \`\`\`

    </details>

- [ ] **3. \`desk channel\` \`#a\` → \`#b\`**: ▼ loosened

  - **▼ loosened**: Nobody is told in #\u200Bops \\<soon\\>, @\u200Bteam. **(breaking)**

- [ ] **4. \`description\` \`Old\` → \`New\`**: no decision changes

  - Text.

<sub>Compared \`aaaaaaaaaaaa\` with \`bbbbbbbbbbbb\`.</sub>
`);
});

it('the JSON of a review lists the regions that were ticked for exactly these texts', () => {
  const { reviews } = JSON.parse(reviewAsJson([review])) as { reviews: Record<string, unknown>[] };
  expect(reviews).toHaveLength(1);
  expect(reviews[0]).toMatchObject({
    file: 'rules/refunds.escalation.yaml',
    reviewed: ['one'],
    comments: { one: 'Ask @legal first.' },
    after: { digest: 'bbbbbbbbbbbbbbbb' },
    weights: [],
  });
  const change = 'escalate → desk by unsure@2 becomes continue by the default';
  expect(reviews[0]?.['diff']).toMatchObject({
    class: 'loosened',
    regions: [
      { id: 'one', change },
      { id: 'two', change },
    ],
  });
  expect(reviews[0]?.['diff']).not.toHaveProperty('work');
});

it('no text from data starts a line, and invisible characters are shown', () => {
  const bad = 'a\n# heading\n@all \u202e';
  const { pair, comparison } = review;
  const consequence = {
    about: 'target',
    name: bad,
    path: [],
    message: bad,
    class: 'loosened',
    breaking: false,
    regions: 0,
  } as const;
  const text = reviewAsMarkdown([
    {
      ...review,
      pair: { ...pair, path: bad, before: { ...pair.before, label: bad } },
      comparison: {
        ...comparison,
        diff: comparison.diff && { ...comparison.diff, consequences: [{ ...consequence, path: [] }] },
      },
    },
  ]);
  expect(text).toContain('heading');
  expect(text).not.toMatch(/^\s*# heading|^\s*@all|\u202e/m);
});
