import { prepare } from './bootstrap.mjs';

const prepared = await prepare();
const { main } = await import('../out/scripts/start.mjs');
await main(process.argv.slice(2), prepared);
