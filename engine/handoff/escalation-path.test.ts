import { expect, test } from 'vitest';
import type { Fallbacks, Target } from '../model/rule-set.ts';
import { escalationPath } from './escalation-path.ts';

const targets: Record<string, Target> = {
  desk: {
    kind: 'human',
    acknowledgeWithin: '5m',
    resolveWithin: '2h',
    onTimeout: 'on-call',
    onUnavailable: 'bot',
    onReject: 'desk',
    also: { target: 'lead', after: '1m' },
    breaker: { failures: 3, within: '1h', cooldown: '1h', then: 'deny' },
  },
  'on-call': { kind: 'human' },
  bot: { kind: 'agent', acknowledgeWithin: '30s' },
  lead: { kind: 'human', acknowledgeWithin: '1h', onTimeout: 'far' },
  far: { kind: 'human' },
};

function brief(to: string, fallbacks: Fallbacks = {}): [string[], string[]] {
  const path = escalationPath(targets, { to, fallbacks });
  const edges = path.edges.map(edge => {
    const time = 'after' in edge ? ` ${edge.after}` : '';
    return `${edge.from} ${edge.why}${time}: ${edge.isEnd ? 'end ' : ''}${edge.to}`;
  });
  return [path.targets.map(({ name, kind, joinsOnly }) => `${name} ${kind}${joinsOnly ? ' joins only' : ''}`), edges];
}

test('the path has every target that a handoff can reach, and every way there', () => {
  expect(brief('desk')).toEqual([
    ['desk human', 'on-call human', 'bot agent', 'lead human joins only'],
    [
      'desk unacknowledged 300000: on-call',
      'desk unresolved 7200000: on-call',
      'desk unavailable: bot',
      'desk rejected: desk',
      'desk breaker: end deny',
      'desk joins 60000: lead',
      'on-call unavailable: end pause',
      'on-call rejected: end pause',
      'bot unacknowledged 30000: end pause',
      'bot unavailable: end pause',
      'bot rejected: end pause',
    ],
  ]);
});

test('the fallbacks of a rule apply to the first target alone', () => {
  const [names, edges] = brief('desk', { onTimeout: 'stop', onUnavailable: 'stop', onReject: 'lead' });
  expect(names).toEqual(['desk human', 'lead human', 'far human']);
  expect(edges.slice(0, 4)).toEqual([
    'desk unacknowledged 300000: end stop',
    'desk unresolved 7200000: end stop',
    'desk unavailable: end stop',
    'desk rejected: lead',
  ]);
  expect(edges).toContain('lead unacknowledged 3600000: far');
});

test('a target with the name of an end is a target', () => {
  const { edges } = escalationPath(
    { desk: { kind: 'human', onReject: 'deny' }, deny: { kind: 'human' } },
    { to: 'desk', fallbacks: {} },
  );
  expect(edges.find(({ why }) => why === 'rejected')).toMatchObject({ to: 'deny', isEnd: false });
});

test('a path with too many targets is not followed to its end', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, at): [string, Target] => [`t${at}`, { kind: 'human', onReject: `t${at + 1}` }]),
  );
  const { targets: shown, hasMore } = escalationPath(many, { to: 't0', fallbacks: {} });
  expect([shown.length, hasMore]).toEqual([40, true]);
  expect(escalationPath(many, { to: 't21', fallbacks: {} }).hasMore).toBe(false);
});
