import { clausesOf, type Clause } from '../../../engine/index.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import { namesIn } from '../../../exports/enforce/tool-verdicts.ts';
import { hostsOf } from '../../../exports/matrix.ts';
import { hostOf, standardNames, toolKinds } from '../../../hosts/index.ts';
import type { Travels } from '../../exports/travels.ts';
import { analysedPart } from '../analysis.ts';
import { conditionPlace } from '../fact-places.ts';
import { listed } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { replacement } from '../places.ts';

export const toolUnknown: FindingDefinition = {
  code: 'tool-unknown',
  category: 'exports',
  fixable: true,
  severity: 'warning',
  title: 'Unknown tool',
  summary: 'A rule names a tool, a server or an argument that neither the hosts nor the files of the workspace have.',
  detectTravels: travels => [...unknownNames(travels), ...unknownArguments(travels)],
};

/** What is wrong with a name, and the name that is probably meant. */
interface Wrong {
  message: string;
  meant: string | null;
}

function* unknownNames(travels: Travels): Iterable<Detected> {
  const { project } = travels;
  for (const { condition } of analysedPart(project)?.rules ?? []) {
    for (const clause of clausesOf(condition)) {
      const { test } = clause;
      const names = namesIn(test).map(name => ({ name, wrong: wrongTool(name, travels) }));
      const servers =
        test.kind === 'compare' && test.signal === 'tool.server'
          ? [{ name: String(test.value), wrong: wrongServer(String(test.value), travels) }]
          : test.kind === 'text' && test.predicate === 'startsWith' && test.signal === 'tool.name'
            ? [{ name: test.argument, wrong: wrongPrefix(test.argument, travels) }]
            : [];
      for (const { name, wrong } of [...names, ...servers])
        if (wrong !== null) yield atName(travels, clause, name, wrong);
    }
  }
}

/** At the name in the clause, if it is written there; otherwise at the clause. */
function atName({ project }: Travels, clause: Clause, name: string, { message, meant }: Wrong): Detected {
  const at = ['"', "'"].map(quote => clause.text.indexOf(`${quote}${name}${quote}`)).find(offset => offset >= 0);
  if (at === undefined) return { message, ...conditionPlace(project, clause) };
  const start = clause.span.start + at + 1;
  const place = conditionPlace(project, { ...clause, span: { ...clause.span, start, end: start + name.length } });
  const fixes = meant === null ? [] : [replacement(`Change to \`${meant}\``, place.uri, place.range, meant)];
  return { message, ...place, fixes };
}

/** Null if a tool can have this name, or nothing is known of tools like it. */
function wrongTool(name: string, travels: Travels): Wrong | null {
  const [, server, tool] = /^mcp__(.+?)__(.+)$/.exec(name) ?? [];
  if (server === undefined || tool === undefined) return wrongBuiltIn(name, travels);
  const { tools } = travels.tools;
  const wrong = wrongServer(server, travels);
  if (wrong !== null) return { ...wrong, meant: wrong.meant === null ? null : `mcp__${wrong.meant}__${tool}` };
  const known = tools.get(server);
  if (known === undefined || known.has(tool)) return null;
  const meant = nearestName(tool, known.keys()) ?? null;
  return {
    message: `The server \`${server}\` has no tool \`${tool}\`, so this never matches. ${meant === null ? 'Check the name' : `Did you mean \`${meant}\`?`}${meant === null ? `, or update ${listed(travels.tools.files)}.` : ''}`,
    meant: meant === null ? null : `mcp__${server}__${meant}`,
  };
}

/** What is not known by name may still be a tool: only a likely mistake is reported, and a host's own name of a standard tool. */
function wrongBuiltIn(name: string, { exports }: Travels): Wrong | null {
  const standard = toolKinds.flatMap(standardNames);
  if (standard.includes(name)) return null;
  const hosts = [...new Set(exports.flatMap(({ target }) => hostsOf(target)))].map(hostOf);
  if (hosts.length === 0) return null;
  for (const { title, tools } of hosts) {
    const own = Object.hasOwn(tools, name) ? tools[name] : undefined;
    if (own === undefined) continue;
    if (own.name === name) return null;
    return {
      message: `\`${name}\` is the name of \`${own.name}\` in ${title}. \`tool.name\` has the name that all hosts share, so this never matches: write \`${own.name}\`, or use \`tool.native\`.`,
      meant: own.name,
    };
  }
  const sameLetters = standard.find(each => each.toLowerCase() === name.toLowerCase());
  // A program that calls its own tools names them as it likes.
  const ownTools = hosts.some(({ integration }) => integration === 'code');
  const meant = sameLetters ?? (ownTools ? undefined : nearestName(name, standard));
  return meant === undefined
    ? null
    : { message: `No host has a tool \`${name}\`, so this never matches. Did you mean \`${meant}\`?`, meant };
}

function wrongServer(server: string, { tools: { servers, files } }: Travels): Wrong | null {
  // `unknown` stands for a server that the host does not name.
  if (servers.size === 0 || servers.has(server) || server === 'unknown') return null;
  const meant = nearestName(server, servers) ?? null;
  const advice = meant === null ? 'Check the name, or add the server there.' : `Did you mean \`${meant}\`?`;
  return { message: `There is no MCP server \`${server}\` in ${listed(files)}. ${advice}`, meant };
}

/** For `tool.name.startsWith("mcp__SERVER__")`. */
function wrongPrefix(prefix: string, travels: Travels): Wrong | null {
  const [, server] = /^mcp__(.+?)__/.exec(prefix) ?? [];
  const wrong = server === undefined ? null : wrongServer(server, travels);
  if (server === undefined || wrong === null) return null;
  return { ...wrong, meant: wrong.meant === null ? null : prefix.replace(server, wrong.meant) };
}

/** Arguments that no listed tool has, and that are nearly called like one that a listed tool has. */
function* unknownArguments({ project, tools: { tools } }: Travels): Iterable<Detected> {
  const schemas = [...tools.values()].flatMap(each => [...each.values()]);
  if (schemas.length === 0 || schemas.includes(null)) return;
  const known = new Set(schemas.flatMap(each => each ?? []));
  for (const name of Object.keys(project.ruleSet.signals ?? {})) {
    const [, argument] = /^tool\.args\.([^.]+)/.exec(name) ?? [];
    if (argument === undefined || known.has(argument)) continue;
    const meant = nearestName(argument, known);
    const definition = project.definitionsOf('signal', name).find(({ uri }) => uri === project.uri);
    if (meant === undefined || definition === undefined) continue;
    yield {
      message: `No listed tool has an argument \`${argument}\`, so \`${name}\` may never be there. Did you mean \`${meant}\`?`,
      uri: definition.uri,
      range: definition.range,
    };
  }
}
