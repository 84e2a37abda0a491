import { prepare } from './bootstrap.mjs';

await prepare();
const { main } = await import('../out/scripts/dev.mjs');
main(process.argv.slice(2));
