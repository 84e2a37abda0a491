import { aiSdk } from './ai-sdk.ts';
import type { EmbeddedRules } from './call-gate.ts';
import { langchain } from './langchain.ts';
import { openAiAgents } from './openai-agents.ts';

/** What an export writes in front of this program; behind it, it exports what one of the gates returns. */
declare const HANDRAIL: EmbeddedRules & { gates?: object };

HANDRAIL.gates = { langchain, openAiAgents, aiSdk };
