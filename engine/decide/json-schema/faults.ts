import type { PayloadError } from '../../model/decision-record.ts';

/** A location in the instance as a linked list to the root, so that a JSON Pointer is built only for a fault. */
export interface Place {
  parent: Place | null;
  key: string | number;
}

/** Maximum number of faults listed. Further ones are only counted, so that the size of a record is bounded. */
const maxListed = 100;

/** Maximum length of property names in pointers and messages. */
const maxName = 200;

/** Collects the violations of a schema. */
export class Faults {
  readonly listed: PayloadError[] = [];
  #more = 0;

  add(place: Place | null, message: string): void {
    if (this.listed.length < maxListed) this.listed.push({ path: pointer(place), message });
    else this.#more++;
  }

  get count(): number {
    return this.listed.length + this.#more;
  }

  /** Adds the faults found in the branches of an `anyOf` or `oneOf`. */
  addAll(others: Faults): void {
    const taken = others.listed.slice(0, maxListed - this.listed.length);
    for (const each of taken) this.listed.push(each);
    this.#more += others.#more + others.listed.length - taken.length;
  }

  all(): PayloadError[] {
    if (this.#more === 0) return this.listed;
    const message = `There are ${this.#more} more errors than the ${maxListed} that are listed.`;
    return [...this.listed, { path: '', message }];
  }
}

export function brief(text: string, limit = maxName): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function pointer(place: Place | null): string {
  const segments: string[] = [];
  for (let at = place; at !== null; at = at.parent)
    segments.push(brief(String(at.key)).replaceAll('~', '~0').replaceAll('/', '~1'));
  return segments
    .map(segment => `/${segment}`)
    .reverse()
    .join('');
}
