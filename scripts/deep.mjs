import { prepare } from './bootstrap.mjs';

await prepare();
const { main } = await import('../out/scripts/deep.mjs');
await main(process.argv.slice(2));
