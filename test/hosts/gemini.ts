import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { usual, type Outcome } from './outcome.ts';
import { loadFile } from './packages.ts';

const core = '@google/gemini-cli-core/dist/src';

/** A call as the scheduler of Gemini CLI sees it. */
export interface GeminiCall {
  /** The name that the model calls, such as `run_shell_command` or `mcp_crm_refund`. */
  tool: string;
  args?: Record<string, unknown>;
  /** The server and its own name of the tool, if it is one of an MCP server. */
  mcp?: { server: string; tool: string };
}

interface HookOutput {
  shouldStopExecution(): boolean;
  isBlockingDecision(): boolean;
  isAskDecision(): boolean;
  getEffectiveReason(): string;
  systemMessage?: string;
}

interface HookSystem {
  initialize(): Promise<void>;
  fireBeforeToolEvent(tool: string, input: object, mcp?: object): Promise<HookOutput | undefined>;
}

/** Asks the hooks of a settings object about a call, with the hook system of Gemini CLI: its registry, planner, runner and aggregator. */
async function askHooks(hooks: unknown, root: string, { tool, args = {}, mcp }: GeminiCall): Promise<Outcome> {
  const { HookSystem } = await loadFile<{ HookSystem: new (context: unknown) => HookSystem }>(
    `${core}/hooks/hookSystem.js`,
  );
  const config = {
    getHooks: () => hooks,
    getProjectHooks: () => undefined,
    getDisabledHooks: () => [],
    getExtensions: () => [],
    getProjectRoot: () => root,
    isTrustedFolder: () => true,
    sanitizationConfig: {},
    storage: { getPlansDir: () => path.join(root, '.gemini', 'plans') },
    getSessionId: () => 'session',
    getWorkingDir: () => root,
    getTelemetryLogPromptsEnabled: () => false,
    getUsageStatisticsEnabled: () => false,
    getHookSystem: () => undefined,
  };
  const system = new HookSystem({ ...config, config });
  await system.initialize();
  const context = mcp && { server_name: mcp.server, tool_name: mcp.tool };
  return outcomeOf(await system.fireBeforeToolEvent(tool, args, context));
}

/** As `evaluateBeforeToolHook` of its scheduler reads an answer. */
function outcomeOf(output: HookOutput | undefined): Outcome {
  if (output === undefined) return usual;
  if (output.shouldStopExecution()) return { effect: 'ends', reason: output.getEffectiveReason() };
  if (output.isBlockingDecision()) return { effect: 'blocks', reason: output.getEffectiveReason() };
  if (output.isAskDecision()) return { effect: 'asks', reason: output.systemMessage ?? '' };
  return usual;
}

/** What Gemini CLI does with a call in a folder, whose `.gemini/settings.json` may have hooks. */
export async function callGemini(root: string, call: GeminiCall): Promise<Outcome> {
  const settings = JSON.parse(readFileSync(path.join(root, '.gemini', 'settings.json'), 'utf8')) as { hooks?: unknown };
  return askHooks(settings.hooks, root, call);
}

/** What Gemini CLI does with a call when this command is its only hook. @param timeoutMs how long it waits for it */
export async function runGeminiHook(
  command: string,
  root: string,
  call: GeminiCall,
  timeoutMs = 60_000,
): Promise<Outcome> {
  return askHooks({ BeforeTool: [{ hooks: [{ type: 'command', command, timeout: timeoutMs }] }] }, root, call);
}

interface PolicyEngine {
  check(
    call: { name: string; args: object },
    server?: string,
    annotations?: object,
    subagent?: string,
  ): Promise<{ decision: string; rule?: { denyMessage?: string } }>;
}

/** The mode that `--approval-mode` sets, and whether a person is there. */
export interface GeminiSession {
  mode?: 'default' | 'autoEdit' | 'yolo' | 'plan';
  interactive?: boolean;
  subagent?: string;
}

/**
 * What the policy engine of Gemini CLI decides about a call by the rules of a TOML text, read as a policy of the workspace.
 *
 * @throws Error if Gemini CLI finds a mistake in the text
 */
export async function geminiPolicy(
  toml: string,
  { tool, args = {}, mcp }: GeminiCall,
  { mode = 'default', interactive = true, subagent }: GeminiSession = {},
): Promise<{ decision: 'allow' | 'deny' | 'ask_user'; reason: string }> {
  const { loadPoliciesFromToml } = await loadFile<{
    loadPoliciesFromToml: (
      folders: string[],
      tier: () => number,
    ) => Promise<{ rules: unknown[]; checkers: unknown[]; errors: unknown[] }>;
  }>(`${core}/policy/toml-loader.js`);
  const { PolicyEngine } = await loadFile<{ PolicyEngine: new (config: unknown) => PolicyEngine }>(
    `${core}/policy/policy-engine.js`,
  );
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-policy-'));
  try {
    writeFileSync(path.join(folder, 'handrail.toml'), toml);
    const { rules, checkers, errors } = await loadPoliciesFromToml([folder], () => 3);
    if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 2));
    const engine = new PolicyEngine({
      rules,
      checkers,
      approvalMode: mode,
      nonInteractive: !interactive,
      disableAlwaysAllow: false,
    });
    const { decision, rule } = await engine.check({ name: tool, args }, mcp?.server, undefined, subagent);
    return { decision: decision as 'allow' | 'deny' | 'ask_user', reason: rule?.denyMessage ?? '' };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
