import { expect, it } from 'vitest';
import { changedRuleSets, type FileChange, type RuleFile } from './changed-rule-sets.ts';

/** Files by state: `a: rule-set one (imports)`. */
type State = Record<string, RuleFile>;

const ruleSet = (name: string | null, ...files: string[]): RuleFile => ({ kind: 'rule-set', name, files });
const library: RuleFile = { kind: 'library', name: 'shared', files: [] };

function changed(before: State, after: State, changes: FileChange[], isWanted = (_file: string) => true) {
  const touched = new Set(changes.map(each => each.after));
  return changedRuleSets({
    changes,
    unchanged: Object.keys(after)
      .filter(file => !touched.has(file))
      .map(file => ({ before: file, after: file })),
    isRuleFile: file => file.endsWith('.rules'),
    isWanted,
    isSnapshot: file => file.startsWith('releases/'),
    look: (state, file) => Promise.resolve((state === 'before' ? before : after)[file] ?? null),
  });
}

it('finds what changed itself, came and went', async () => {
  const before = { 'a.rules': ruleSet('a'), 'gone.rules': ruleSet('gone') };
  const after = { 'a.rules': ruleSet('a'), 'new.rules': ruleSet('new') };
  const changes = [
    { before: 'a.rules', after: 'a.rules' },
    { before: 'gone.rules', after: null },
    { before: null, after: 'new.rules' },
    { before: 'README', after: 'README' },
  ];
  expect(await changed(before, after, changes)).toEqual(changes.slice(0, 3));
});

it('finds what is made of a file that changed, and not the library itself', async () => {
  const state = { 'a.rules': ruleSet('a', 'shared.rules'), 'b.rules': ruleSet('b'), 'shared.rules': library };
  expect(await changed(state, state, [{ before: 'shared.rules', after: 'shared.rules' }])).toEqual([
    { before: 'a.rules', after: 'a.rules' },
  ]);
});

it('joins a rule set that moved and was rewritten, by its name', async () => {
  const changes = [
    { before: 'old/a.rules', after: null },
    { before: null, after: 'new/a.rules' },
  ];
  expect(await changed({ 'old/a.rules': ruleSet('a') }, { 'new/a.rules': ruleSet('a') }, changes)).toEqual([
    { before: 'old/a.rules', after: 'new/a.rules' },
  ]);
});

it('leaves new snapshots out, and tells one that was edited', async () => {
  const snapshot = 'releases/a/1.0.0.rules';
  const state = { [snapshot]: ruleSet('a') };
  expect(await changed({}, state, [{ before: null, after: snapshot }])).toEqual([]);
  expect(await changed(state, state, [{ before: snapshot, after: snapshot }])).toHaveLength(1);
});

it('keeps a file that cannot be read', async () => {
  const unreadable: RuleFile = { kind: null, name: null, files: [] };
  const change = { before: 'a.rules', after: 'a.rules' };
  expect(await changed({ 'a.rules': ruleSet('a') }, { 'a.rules': unreadable }, [change])).toEqual([change]);
});

it('looks only at what is asked about, and at all that it may be made of', async () => {
  const state = {
    'a.rules': ruleSet('a', 'shared.rules'),
    'b.rules': ruleSet('b', 'shared.rules'),
    'shared.rules': library,
  };
  const changes = [{ before: 'shared.rules', after: 'shared.rules' }];
  expect(await changed(state, state, changes, file => file === 'a.rules')).toEqual([
    { before: 'a.rules', after: 'a.rules' },
  ]);
});
