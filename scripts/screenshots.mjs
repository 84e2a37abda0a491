import { prepare } from './bootstrap.mjs';

const prepared = await prepare();
const { main } = await import('../out/scripts/screenshots.mjs');
await main(process.argv.slice(2), prepared);
