import { driveAiSdk } from './drive-ai-sdk.ts';
import { driveLangchain } from './drive-langchain.ts';
import { driveOpenAiAgents } from './drive-openai-agents.ts';
import type { Drive } from './story.ts';

/** Runs an agent of each host with a model that makes given calls, and with the gate that an export writes for it. */
export const drivers = {
  langchain: driveLangchain,
  'openai-agents': driveOpenAiAgents,
  'ai-sdk': driveAiSdk,
} as const satisfies Record<string, Drive>;
