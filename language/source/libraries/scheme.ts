/** The scheme of imports that name a built-in library, as `handrail:tool-call@1`, and of the URIs of their texts. */
export const libraryScheme = 'handrail';
