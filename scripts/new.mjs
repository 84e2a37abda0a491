import { prepare } from './bootstrap.mjs';

await prepare();
const { main } = await import('../out/scripts/new.mjs');
main(process.argv.slice(2));
