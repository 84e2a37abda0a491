import { expect, test } from 'vitest';
import { releasePlaces, snapshotPlace } from './places.ts';

test('releases lie beside the rule file, in a folder of the name of the rule set', () => {
  const places = releasePlaces('file:///my%20rules/refunds.escalation.yaml', 'refunds-assistant');
  expect(places?.log).toBe('file:///my%20rules/releases/refunds-assistant/log.jsonl');
  expect(places?.snapshot('2.3.0-rc.1+5')).toBe(
    'file:///my%20rules/releases/refunds-assistant/2.3.0-rc.1%2B5.escalation.yaml',
  );
});

test.each(['', '..', 'a/b', 'a b'])('a rule set of the name "%s" has no releases', name => {
  expect(releasePlaces('file:///a.escalation.yaml', name)).toBeNull();
});

test.each([
  ['file:///r/releases/refunds/2.3.0.escalation.yaml', 'refunds', '2.3.0'],
  ['file:///r/releases/refunds/2.3.0-rc.1%2B5.escalation.yml', 'refunds', '2.3.0-rc.1+5'],
])('%s is the place of a release', (uri, name, version) => {
  const place = snapshotPlace(uri);
  expect(place).toMatchObject({ name, version, log: `${uri.slice(0, uri.lastIndexOf('/'))}/log.jsonl` });
});

test.each([
  'file:///r/refunds.escalation.yaml',
  'file:///r/releases/2.3.0.escalation.yaml',
  'file:///r/releases/refunds/next.escalation.yaml',
  'file:///r/releases/refunds/2.3.0.samples.yaml',
  'file:///r/releases/refunds/old/2.3.0.escalation.yaml',
])('%s is none', uri => {
  expect(snapshotPlace(uri)).toBeNull();
});
