import { prepare } from './bootstrap.mjs';

await prepare();
const { main } = await import('../out/scripts/bench.mjs');
await main(process.argv.slice(2));
