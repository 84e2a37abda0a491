import manifest from '../package.json' with { type: 'json' };

export const productName = 'Handrail';
export const version: string = manifest.version;

/** The documentation of this product on the web. */
export const documentation = `${manifest.homepage}/blob/main/docs/`;
