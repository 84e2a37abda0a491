/** Files that an agent must not change, since they hold its gate: patterns relative to the repository. */
export const protectedFiles = [
  '.handrail/**',
  '.claude/settings.json',
  '.cursor/hooks.json',
  '.codex/hooks.json',
  '.github/hooks/**',
  '.gemini/**',
];

/** Commands that an agent must not run, since they widen what it may do. */
export const protectedCommands = ['handrail grant', 'npx handrail grant'];
