import { prepare } from './bootstrap.mjs';

await prepare();
const { main } = await import('../out/scripts/generate.mjs');
await main();
