import manifest from '../package.json' with { type: 'json' };

export const productName = 'Handrail';
export const version: string = manifest.version;

/** URL of the documentation, with a final slash. */
export const documentation = `${manifest.homepage}/blob/main/docs/`;
