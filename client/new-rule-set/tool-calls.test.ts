import { describe, expect, it } from 'vitest';
import { exportTargets } from '../../exports/index.ts';
import { supplies, type HostId } from '../../hosts/index.ts';
import { toolCallRuleSet, toolHosts } from './tool-calls.ts';

describe.each(toolHosts)('the rule set for $title', host => {
  const target = (id: string) => exportTargets.find(each => each.id === id);

  it('is exported to a host that enforces it and to an agent that reads it', () => {
    expect(target(host.enforced)?.enforces).toBe(true);
    expect(target(host.read)?.enforces).toBe(false);
  });

  it('asks for the depth of an agent only if the host supplies it', () => {
    const ids = target(host.enforced)?.hosts ?? [host.enforced === 'cursor-hooks' ? 'cursor' : host.enforced];
    expect(host.knowsDepth).toBe(ids.every(id => supplies(id as HostId, 'agent.depth')));
    expect(toolCallRuleSet('guard', host).ruleSet.includes('agent.depth')).toBe(host.knowsDepth);
  });
});
