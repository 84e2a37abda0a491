import { prepare } from './bootstrap.mjs';

await prepare();
const { main } = await import('../out/scripts/goldens.mjs');
main();
