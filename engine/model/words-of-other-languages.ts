/** `true` or `false` for a word that other languages write for it; undefined for all others. */
export function truthWord(text: string): boolean | undefined {
  if (/^(?:true|yes|on)$/i.test(text)) return true;
  return /^(?:false|no|off)$/i.test(text) ? false : undefined;
}

/** Whether other languages write the word for a value that is not there. */
export function isNullWord(text: string): boolean {
  return /^(?:null|nil|none|undefined|missing)$/i.test(text);
}
