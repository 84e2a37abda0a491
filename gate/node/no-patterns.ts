/** In the place of RE2 in programs for rule sets without patterns. */
export class RE2JS {
  static compile(): never {
    throw new Error('This program has no patterns.');
  }
}
