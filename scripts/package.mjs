import { prepare } from './bootstrap.mjs';

const prepared = await prepare();
const { main } = await import('../out/scripts/package.mjs');
await main(process.argv.slice(2), prepared);
