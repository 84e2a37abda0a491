export function buildEmbeddedGates(outdir: string): Promise<unknown>;
