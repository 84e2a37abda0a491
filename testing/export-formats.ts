import { parseDocument } from 'yaml';

/** The rules of the formats of prose, from their documentation (docs/exports.md): what is wrong with a repository's files, as sentences. */
export function formatFaults(target: string, files: ReadonlyMap<string, string>): string[] {
  const check = checks[target];
  if (check === undefined) throw new Error(`There are no rules for ${target}.`);
  return [...files].flatMap(([path, text]) => check(path, text).map(fault => `${path}: ${fault}`));
}

type Check = (path: string, text: string) => string[];

const checks: Record<string, Check> = {
  cursor(path, text) {
    const { keys, data, fault } = frontmatter(text);
    return [
      ...fault,
      ...when(!/^\.cursor\/rules\/[\w-]+\.mdc$/.test(path), 'path'),
      ...when(keys.join() !== 'description,globs,alwaysApply', `keys ${keys.join()}`),
      ...when(typeof data['description'] !== 'string' || data['description'] === '', 'description'),
      ...when(typeof data['globs'] !== 'string', 'globs'),
      ...when(!/^globs: "/m.test(text), 'globs are not quoted'),
      ...when(typeof data['alwaysApply'] !== 'boolean', 'alwaysApply'),
      ...when(lines(text) >= 500, `${lines(text)} lines`),
    ];
  },
  claude(path, text) {
    const block = /^<!-- handrail:\S+ begin [^]*?^<!-- handrail:\S+ end -->$/m.exec(text)?.[0];
    const read = path === 'CLAUDE.md' ? (block ?? '') : text;
    return [
      ...when(path !== 'CLAUDE.md' && !/^\.claude\/rules\/[\w-]+\.md$/.test(path), 'path'),
      ...when(path === 'CLAUDE.md' && block === undefined, 'no block'),
      ...when(lines(read) >= 200, `${lines(read)} lines`),
      ...when(text.startsWith('---'), 'frontmatter'),
    ];
  },
  agents(path, text) {
    return [
      ...when(path !== 'AGENTS.md' && !/^docs\/handrail\/[a-z0-9-]+\/\d+\.md$/.test(path), 'path'),
      ...when(Buffer.byteLength(text) > 32 * 1024, `${Buffer.byteLength(text)} bytes`),
      ...when(text.startsWith('---'), 'frontmatter'),
    ];
  },
  skill(path, text) {
    const [, folder = '', rest] = /^\.agents\/skills\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (rest !== 'SKILL.md') return when(rest === undefined || !/^references\/\d+\.md$/.test(rest), 'path');
    const { keys, data, body, fault } = frontmatter(text);
    const { name, description } = data;
    return [
      ...fault,
      ...when(keys.join() !== 'name,description', `keys ${keys.join()}`),
      ...when(name !== folder, 'name is not that of the folder'),
      ...when(typeof name !== 'string' || !/^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(name), `name ${String(name)}`),
      ...when(typeof description !== 'string' || description.length < 1 || description.length > 1024, 'description'),
      ...when(lines(body) >= 500, `${lines(body)} lines`),
      // No tokeniser of today needs more than one token for three letters of English prose.
      ...when(body.length / 3 >= 5000 && /^[\x20-\x7e\s]*$/.test(body), 'too many tokens'),
    ];
  },
  copilot(path, text) {
    const { keys, data, fault } = frontmatter(text);
    return [
      ...fault,
      ...when(!/^\.github\/instructions\/[\w-]+\.instructions\.md$/.test(path), 'path'),
      ...when(!keys.every(key => ['description', 'applyTo'].includes(key)), `keys ${keys.join()}`),
      ...when(typeof data['applyTo'] !== 'string' || data['applyTo'] === '', 'applyTo'),
      ...when(text.length > 4000, `${text.length} characters`),
    ];
  },
  windsurf(path, text) {
    const { keys, data, fault } = frontmatter(text);
    const { trigger } = data;
    const triggers = ['always_on', 'glob', 'model_decision', 'manual'];
    return [
      ...fault,
      ...when(!/^\.windsurf\/rules\/[\w-]+\.md$/.test(path), 'path'),
      ...when(!keys.every(key => ['trigger', 'description', 'globs'].includes(key)), `keys ${keys.join()}`),
      ...when(typeof trigger !== 'string' || !triggers.includes(trigger), 'trigger'),
      ...when(trigger === 'model_decision' && typeof data['description'] !== 'string', 'description'),
      ...when(text.length > 12_000, `${text.length} characters`),
    ];
  },
};

function when(isWrong: boolean, fault: string): string[] {
  return isWrong ? [fault] : [];
}

function lines(text: string): number {
  return text.replace(/\r?\n$/, '').split('\n').length;
}

function frontmatter(text: string): { keys: string[]; data: Record<string, unknown>; body: string; fault: string[] } {
  const [, yaml, body] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  if (yaml === undefined || body === undefined) return { keys: [], data: {}, body: text, fault: ['no frontmatter'] };
  const document = parseDocument(yaml, { version: '1.2', strict: true });
  const fault = [...document.errors, ...document.warnings].map(({ message }) => message);
  const data = (fault.length === 0 ? document.toJS() : {}) as Record<string, unknown>;
  return { keys: Object.keys(data), data, body, fault };
}

/** What an agent would expand, run or hide in a file that it loads; the comments of an export itself are none. */
export function activeText(text: string): string[] {
  const own = /^<!-- handrail:[a-z0-9-]+ (?:file|begin|end)\b[^\n]*-->$/gm;
  const body = text.replace(/^---\n[^]*?\n---\n/, '').replace(own, '');
  const active = /(?:^|[\s"'(`*_>:,])@[\w./~-][^\s]*|!`|\$(?:\d|\{|ARGUMENTS|\()|<!--|-->|\{\{|<%|^---$/gm;
  return [...body.matchAll(active)].map(([found]) => found);
}
