import { RE2JS } from 're2js';

/**
 * Compiles an RE2 pattern into an unanchored search, linear in the text, as CEL's `matches` requires. Returns an error message if the pattern is invalid.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compilePattern(pattern: string): ((text: string) => boolean) | string {
  try {
    const compiled = RE2JS.compile(pattern);
    return text => compiled.matcher(text).find();
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  }
}
