import { prepare } from './bootstrap.mjs';

await prepare();
const { main } = await import('../out/scripts/stacks.mjs');
await main(process.argv.slice(2));
