import { textDigest } from '../../engine/index.ts';
import { shortDigest } from '../../engine/model/short-digest.ts';
import {
  byteCount,
  lineCount,
  quoted,
  tokenCount,
  withFrontmatter,
  withoutFrontmatter,
  type ProseFormat,
} from './format.ts';

/**
 * Further files have two hyphens before their number, so that they cannot be those of another rule set: names have none. All limits are those of
 * docs/exports.md.
 */
const numbered = (name: string, number: string) => `${name}--${number}`;

const cursor: ProseFormat = {
  id: 'cursor',
  title: 'Cursor rules',
  main: { path: name => `.cursor/rules/${name}.mdc`, part: 'whole' },
  partPath: (name, number) => `.cursor/rules/${numbered(name, number)}.mdc`,
  render: ({ kind, description, body }, _name, stamp) =>
    withFrontmatter(
      [
        ['description', quoted(description)],
        ['globs', quoted('')],
        ['alwaysApply', String(kind === 'main')],
      ],
      stamp,
      body,
    ),
  fits: text => lineCount(text) < 500,
};

const claude: ProseFormat = {
  id: 'claude',
  title: 'Claude Code memory',
  main: { path: () => 'CLAUDE.md', part: 'block' },
  partPath: (name, number) => `.claude/rules/${numbered(name, number)}.md`,
  render: ({ body }, _name, stamp) => withoutFrontmatter(stamp, body),
  // Two lines are the markers.
  fits: (text, kind) => lineCount(text) < (kind === 'main' ? 198 : 200),
};

/** Codex reads no more of all its files together. */
const maxAgentsBytes = 32 * 1024;
/** The most that the markers and their line breaks add, in bytes: a name and a version of a hundred characters each, twice. */
const markerBytes = 640;

const agents: ProseFormat = {
  id: 'agents',
  title: 'AGENTS.md',
  main: { path: () => 'AGENTS.md', part: 'block' },
  partPath: (name, number) => `docs/handrail/${name}/${number}.md`,
  render: ({ body }, _name, stamp) => withoutFrontmatter(stamp, body),
  // Half the line breaks may become CRLF.
  fits: (text, _kind, around) =>
    byteCount(text.replaceAll('\n', '\r\n')) + byteCount(around) + markerBytes <= maxAgentsBytes,
};

/** The name of a skill: that of the rule set, or as much of it as fits, with a digest of all of it. */
function skillName(name: string): string {
  return name.length <= 64 ? name : `${name.slice(0, 51).replace(/-$/, '')}-${shortDigest(textDigest(name))}`;
}

const skill: ProseFormat = {
  id: 'skill',
  title: 'Agent Skill',
  main: { path: name => `.agents/skills/${skillName(name)}/SKILL.md`, part: 'whole' },
  partPath: (name, number) => `.agents/skills/${skillName(name)}/references/${number}.md`,
  // A skill may be installed anywhere.
  nameInIndex: number => `references/${number}.md`,
  render: ({ kind, description, body }, name, stamp) =>
    kind === 'part'
      ? withoutFrontmatter(stamp, body)
      : withFrontmatter(
          [
            ['name', quoted(skillName(name))],
            ['description', quoted(description)],
          ],
          stamp,
          body,
        ),
  fits: text => lineCount(text) < 500 && tokenCount(text) < 5000,
};

const maxCopilotCharacters = 4000;

const copilot: ProseFormat = {
  id: 'copilot',
  title: 'GitHub Copilot instructions',
  main: { path: name => `.github/instructions/${name}.instructions.md`, part: 'whole' },
  partPath: (name, number) => `.github/instructions/${numbered(name, number)}.instructions.md`,
  render: ({ description, body }, _name, stamp) =>
    withFrontmatter(
      [
        ['description', quoted(description)],
        ['applyTo', quoted('**')],
      ],
      stamp,
      body,
    ),
  fits: text => text.length <= maxCopilotCharacters,
};

const maxWindsurfCharacters = 12_000;

const windsurf: ProseFormat = {
  id: 'windsurf',
  title: 'Windsurf rules',
  main: { path: name => `.windsurf/rules/${name}.md`, part: 'whole' },
  partPath: (name, number) => `.windsurf/rules/${numbered(name, number)}.md`,
  render: ({ kind, description, body }, _name, stamp) =>
    withFrontmatter(
      [
        ['trigger', kind === 'main' ? 'always_on' : 'model_decision'],
        ['description', quoted(description)],
      ],
      stamp,
      body,
    ),
  fits: text => text.length <= maxWindsurfCharacters,
};

/** The formats that agents only read. */
export const proseFormats: readonly ProseFormat[] = [cursor, claude, agents, skill, copilot, windsurf];
