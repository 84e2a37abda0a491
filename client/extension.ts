/** Called by the editor when the extension is first needed. */
export function activate(): void {}
