import {
  answers,
  effectOf,
  failureOf,
  failures,
  hosts,
  supplies,
  toolKinds,
  type Effect,
  type Host,
  type HostAnswer,
  type HostEvent,
  type HostFailure,
  type Source,
  type ToolKind,
} from '../../hosts/index.ts';

/** What is known about each agent host, for people who answer for agents. */
export function hostPage(): string {
  return [
    '<!-- Generated from hosts/ by `npm run generate`. -->',
    '',
    '# What agent hosts do with a gate',
    '',
    'A gate is asked before each call of a tool, and answers. What happens then is up to the host, the program in which the agent runs: some hosts ignore *ask*, and some run the call when the gate dies. This page says which, so that you know what a rule is worth where it runs. `handrail` uses the same facts for findings, exports and the gate.',
    '',
    '**Goes on** means that the call goes the host’s usual way, with its own permissions, as if there were no rule. **Runs** means that the tool runs without a question.',
    '',
    '## When the gate says *ask*',
    '',
    'Where a host asks nobody, an export denies instead, and says why.',
    '',
    ...table(
      ['Host', ...toolKinds.map(kind => kindNames[kind])],
      hosts.map(host => [link(host), ...toolKinds.map(kind => effectOfAsk(host, kind))]),
    ),
    '',
    ...hosts.flatMap(({ title, modesWithoutAsking = [] }) =>
      modesWithoutAsking.length === 0
        ? []
        : [
            `${title} is not known to ask in the permission modes ${modesWithoutAsking.map(code).join(', ')}: the gate denies there.`,
            '',
          ],
    ),
    '## When the gate dies',
    '',
    'With the configuration that an export writes. Each host’s section says what changes without it.',
    '',
    ...table(
      ['Host', ...failures.map(failure => failureNames[failure])],
      hosts.map(host => [link(host), ...failures.map(failure => effectOfFailure(host, failure))]),
    ),
    '',
    ...failures.map(failure => `- **${failureNames[failure]}**: ${failureMeanings[failure]}`),
    '',
    '**Silent** is also how a gate leaves a call to the host, so only Cursor can tell it from a failure. A gate written by `handrail export` ends with code 2 and a reason on standard error when anything in it fails, and gives up before the host does: code 2 with a reason blocks in every host that runs commands.',
    '',
    '## Signals that hosts fill',
    '',
    'A rule about any other signal reads a missing value, unless something else supplies it. `human.present` and `confidence` are filled by none.',
    '',
    ...signalTable(),
    '',
    ...hosts.flatMap(hostSection),
  ].join('\n');
}

const kindNames: Record<ToolKind, string> = {
  shell: 'Shell',
  file: 'Files',
  web: 'Web',
  mcp: 'MCP tools',
  agent: 'Sub-agents',
  other: 'Other tools',
};

const answerNames: Record<HostAnswer, string> = {
  none: 'Has no answer',
  allow: 'Allows',
  ask: 'Asks',
  deny: 'Denies',
  stop: 'Stops the agent',
};

const failureNames: Record<HostFailure, string> = {
  crash: 'Crashes',
  'exit-1': 'Code 1',
  'exit-2': 'Code 2',
  timeout: 'Too slow',
  'empty-output': 'Silent',
  'broken-output': 'Garbled',
  'gate-missing': 'Missing',
};

const failureMeanings: Record<HostFailure, string> = {
  crash: 'a signal ends the command, or code throws.',
  'exit-1': 'the command ends with code 1 and no output.',
  'exit-2': 'the command ends with code 2, and only a line on standard error.',
  timeout: 'no answer within the time that the host waits. Code in the same process is waited for without end.',
  'empty-output': 'the command prints nothing and ends with code 0, or code returns `undefined`.',
  'broken-output':
    'the command prints half a JSON object and ends with code 0, or code returns a word that the host does not know.',
  'gate-missing': 'the file that the command runs does not exist, or no gate is registered for the tool.',
};

const effectNames: Record<Effect, string> = {
  blocks: 'blocks',
  asks: 'asks',
  ends: 'ends the turn',
  usual: '**goes on**',
  runs: '**runs**',
};

const testNames: Record<Host['tested'], string> = {
  package: 'against the shipped package (`npm run test:stacks -- hosts`)',
  'stand-in': 'against a stand-in that plays the rule of its sources, since the host needs a login and a model',
  no: 'not at all: read only',
};

const sourceNames: Record<Source['kind'], string> = {
  run: 'run',
  package: 'read in the package',
  code: 'read in the source',
  documentation: 'documentation',
  issue: 'issue',
  secondary: 'reported by others',
};

/** At the first event at which an export installs the gate for tools of a kind. In code, that is the one that can ask a person. */
function effectOfAsk({ id, events }: Host, kind: ToolKind): string {
  const event = events.find(({ tools }) => tools.includes(kind));
  return named(event === undefined ? null : effectOf(id, event.name, 'ask', kind));
}

/** What a host does after a failure at the events at which an export installs the gate, by event if it makes a difference. */
function effectOfFailure({ id, events }: Host, failure: HostFailure): string {
  const installed = events.filter(({ tools }) => tools.length > 0);
  const effects = [...grouped(installed, ({ name }) => named(failureOf(id, name, failure)))];
  if (effects.length === 1) return effects.map(([effect]) => effect).join('');
  return effects.map(([effect, at]) => `${effect} (${at.map(({ name }) => code(name)).join(', ')})`).join(', ');
}

function signalTable(): string[] {
  const paths = [...new Set(hosts.flatMap(({ signals }) => signals))];
  const rows = paths.map(path => [code(path), ...hosts.map(({ id }) => (supplies(id, path) ? 'yes' : '–'))]);
  return table(['Signal', ...hosts.map(({ id }) => id)], rows);
}

function hostSection(host: Host): string[] {
  const { title, seen, atLeast, tested, guard, files, limits, events, gaps, sources } = host;
  return [
    `## ${title}`,
    '',
    `- Seen: ${seen.version}, on ${seen.on}.${atLeast === null ? '' : ` Exports need ${atLeast} or later.`}`,
    `- Tested: ${testNames[tested]}.`,
    `- Files: ${files.map(code).join(', ')}.`,
    `- To fail closed, exports write: ${guard ?? 'nothing, since the host has no switch'}.`,
    ...(limits.timeoutMs === null
      ? []
      : [
          `- Waits for a hook: ${limits.timeoutMs / 1000} seconds, unless its configuration has a timeout, in ${limits.timeoutUnit ?? ''}.`,
        ]),
    '',
    ...events.flatMap(event => eventSection(host, event)),
    'Ways around the gate that no configuration closes:',
    '',
    ...gaps.map(gap => `- ${gap}`),
    '',
    ...toolSection(host),
    'Sources:',
    '',
    ...sources.map(({ kind, where, fact }) => `- ${place(where)} (${sourceNames[kind]}): ${fact}`),
    '',
  ];
}

function eventSection(
  { id }: Host,
  { name, tools, answers: effects, failures: failed, unguarded }: HostEvent,
): string[] {
  const about = tools.length === toolKinds.length ? 'all tools' : tools.map(kind => kindNames[kind]).join(', ');
  const answered = answers.map(answer => [answerNames[answer], byKind(effects[answer]), '']);
  const failing = failures
    .filter(failure => failed[failure] !== undefined)
    .map(failure => [
      failureNames[failure],
      ...[true, false].map(guarded => named(failureOf(id, name, failure, guarded))),
    ]);
  const columns = unguarded === undefined ? 2 : 3;
  const rows = [...answered, ...failing].map(row => row.slice(0, columns));
  return [
    `**${code(name)}**${tools.length === 0 ? ', where exports do not install the gate' : `, where exports install the gate for: ${about}`}`,
    '',
    ...table(['The gate', 'The host', 'Without what exports write'].slice(0, columns), rows),
    '',
  ];
}

function named(effect: Effect | null): string {
  return effect === null ? '–' : effectNames[effect];
}

/** `asks, for MCP tools **goes on**` */
function byKind(effect: Effect | Partial<Record<ToolKind, Effect>>): string {
  if (typeof effect === 'string') return effectNames[effect];
  const kinds = grouped(toolKinds, kind => effectNames[effect[kind] ?? 'usual']);
  return [...kinds].map(([each, of]) => `${each} (${of.map(kind => kindNames[kind]).join(', ')})`).join(', ');
}

function grouped<T>(values: readonly T[], groupOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(groupOf(value), [...(groups.get(groupOf(value)) ?? []), value]);
  return groups;
}

function toolSection({ tools }: Host): string[] {
  const byName = grouped(
    Object.entries(tools).filter(([native, { name, args }]) => native !== name || args !== undefined),
    ([, { name }]) => name,
  );
  const lines = [...byName].map(([name, entries]) => {
    const natives = entries.map(([native]) => code(native)).join(', ');
    const renamed = entries.flatMap(([, { args = {} }]) => Object.entries(args));
    const pairs = [...new Set(renamed.map(([own, standard]) => `${code(own)} is ${code(standard)}`))];
    return `- ${code(name)}: ${natives}${pairs.length === 0 ? '' : `, in which ${pairs.join(', ')}`}`;
  });
  return lines.length === 0 ? [] : ['Tools whose names or arguments differ from the standard:', '', ...lines, ''];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A link to a host’s section. */
function link({ title }: Host): string {
  return `[${title}](#${title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-')})`;
}

/** A link if it is an address. */
function place(where: string): string {
  if (where.startsWith('https://')) return `[${where.replace(/^https:\/\/([^/]+)\/.*$/, '$1')}](${where})`;
  return where;
}
