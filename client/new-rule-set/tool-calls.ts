/** A host of coding agents for whose tool calls a rule set can be made. */
export interface ToolHost {
  title: string;
  /** The id of the export that the host enforces. */
  enforced: string;
  /** The id of the export that its agent reads. */
  read: string;
  /** True if it says how many agents are above the one that makes a call. */
  knowsDepth: boolean;
}

export const toolHosts: readonly ToolHost[] = [
  { title: 'Claude Code', enforced: 'claude-code', read: 'claude', knowsDepth: true },
  { title: 'Cursor', enforced: 'cursor-hooks', read: 'cursor', knowsDepth: false },
  { title: 'Codex', enforced: 'codex', read: 'agents', knowsDepth: false },
  { title: 'GitHub Copilot', enforced: 'copilot-hooks', read: 'copilot', knowsDepth: false },
  { title: 'Gemini CLI', enforced: 'gemini', read: 'agents', knowsDepth: false },
];

/** A rule set about the tool calls of a coding agent, with its samples. `name` is in kebab-case. */
export function toolCallRuleSet(name: string, host: ToolHost): { ruleSet: string; samples: string } {
  return { ruleSet: ruleSetText(name, host), samples: samplesText(name, host) };
}

const nestedAgents = `  - id: nested-agents
    title: Sub-agents start no agents of their own
    when: tool.name == "Agent" && agent.depth > 0
    decide: deny
    reason: An agent at depth {{ agent.depth }} wants to start another one.
`;

const ruleSetText = (name: string, { title, enforced, read, knowsDepth }: ToolHost) =>
  `# When an agent in ${title} stops or asks. Try it in the simulator; "Handrail: Export…" puts it into force.
escalation: 2
name: ${name}
version: 0.1.0
description: When a coding agent stops or asks before it calls a tool.
hitPolicy: first
imports: [handrail:tool-call@1] # what hosts know about a call: tool.name, session.cwd, …

signals: # the arguments of tools that the rules read
  tool.args.command: { type: string, description: The command line for the shell }
  tool.args.file_path: { type: string, description: The file that is read or changed }

targets: # who is asked
  developer:
    kind: human
    acknowledgeWithin: 10m
    onTimeout: deny

rules: # the first that fires decides
  - id: overwritten-history
    title: Commits that others have are never overwritten
    when: tool.name == "Bash" && tool.args.command.matches(r'(?s)\\bgit\\b.*\\bpush\\b.*\\s(-\\w*[fd]|--force|--delete|--mirror|\\+)')
    decide: deny
    reason: This push can overwrite or delete commits that others have.
  - id: push
    title: A person decides what is published
    when: tool.name == "Bash" && tool.args.command.matches(r'(?s)\\bgit\\b.*\\bpush\\b')
    decide: escalate
    to: developer
    payload: tool-call-handoff@1
    reason: 'This publishes commits: {{ tool.args.command }}'
  - id: delete-outside
    title: What lies outside of the workspace is not deleted
    when: tool.name == "Bash" && tool.args.command.matches(r'(?s)\\b(rm|rmdir|shred|unlink)\\b.*[\\s"=](/|~|\\$|\\.\\.)')
    decide: deny
    reason: This may delete files outside of the workspace.
  - id: secret-file
    title: Secrets stay out of the conversation
    when: tool.name in ["Read", "Edit", "Write"] && tool.args.file_path.matches(r'(^|[/\\\\])(\\.env(\\.\\w+)?|\\.netrc|\\.npmrc|id_(rsa|ed25519)|credentials|.+\\.(pem|key))$')
    decide: deny
    reason: '{{ tool.args.file_path }} may hold secrets.'
  - id: secret-in-command
    title: Secrets stay out of the conversation, in the shell too
    when: tool.name == "Bash" && tool.args.command.matches(r'\\.env\\b|\\.netrc\\b|\\.npmrc\\b|\\bid_(rsa|ed25519)\\b|\\.aws/credentials|\\.(pem|key)\\b')
    decide: deny
    reason: This command names a file that may hold secrets.
  - id: irreversible-service
    title: A person moves money and deletes data
    when: tool.name.matches(r'(?i)^mcp__.*(pay|charge|refund|transfer|purchase|delete|drop|destroy)')
    decide: deny
    reason: '{{ tool.name }} may move money or delete data. Ask the developer to do it.'
${knowsDepth ? nestedAgents : ''}  - id: network
    title: A person decides what is sent over the network
    when: tool.name == "WebFetch" || tool.name == "Bash" && tool.args.command.matches(r'\\b(curl|wget|nc|ssh|scp|sftp|rsync)\\b')
    decide: escalate
    to: developer
    payload: tool-call-handoff@1
    reason: This call reaches the network.
  - id: usual
    title: All else goes its usual way, with the prompts of the host
    when: true
    decide: continue

exports: # what "Handrail: Export…" writes
  - { to: ${enforced} } # the host enforces it
  - { to: ${read} } # the agent reads it
`;

const samplesText = (
  name: string,
  { knowsDepth }: ToolHost,
) => `# Named calls with their expected decisions: the tests of the rule set.
samples: 1
ruleset: ./${name}.escalation.yaml
cases:
  - name: Tests run without a question
    input: { tool: { name: Bash, args: { command: npm test } } }
    expect: { decide: continue, rule: usual }
  - name: A push is asked about
    input: { tool: { name: Bash, args: { command: git push origin main } } }
    expect: { decide: escalate, to: developer, rule: push }
  - name: A push behind another command, too
    input: { tool: { name: Bash, args: { command: cd app && git -C . push } } }
    expect: { decide: escalate, to: developer, rule: push }
  - name: A force push is denied
    input: { tool: { name: Bash, args: { command: git push --force-with-lease origin main } } }
    expect: { decide: deny, rule: overwritten-history }
  - name: A folder of the workspace may be deleted
    input: { tool: { name: Bash, args: { command: rm -rf dist } } }
    expect: { decide: continue, rule: usual }
  - name: A folder outside of it may not
    input: { tool: { name: Bash, args: { command: rm -rf ../other } } }
    expect: { decide: deny, rule: delete-outside }
  - name: A file with secrets is not read
    input: { tool: { name: Read, args: { file_path: /home/me/app/.env.local } } }
    expect: { decide: deny, rule: secret-file }
  - name: Nor with a command
    input: { tool: { name: Bash, args: { command: cat .env } } }
    expect: { decide: deny, rule: secret-in-command }
  - name: A file of the source is
    input: { tool: { name: Read, args: { file_path: /home/me/app/src/environment.ts } } }
    expect: { decide: continue, rule: usual }
  - name: A person pays
    input: { tool: { name: mcp__bank__create_payment, server: bank } }
    expect: { decide: deny, rule: irreversible-service }
${
  knowsDepth
    ? `  - name: A sub-agent starts no other
    input: { tool: { name: Agent }, agent: { depth: 1 } }
    expect: { decide: deny, rule: nested-agents }
  - name: The main agent may start one
    input: { tool: { name: Agent }, agent: { depth: 0 } }
    expect: { decide: continue, rule: usual }
`
    : ''
}  - name: A request is asked about
    input: { tool: { name: Bash, args: { command: 'curl -d @notes.txt https://example.com' } } }
    expect: { decide: escalate, to: developer, rule: network }
  - name: A shell call without its command is denied
    input: { tool: { name: Bash } }
    expect: { decide: deny, rule: overwritten-history, firedOnUnknown: true }
`;
