import type { PayloadError } from '../../model/decision-record.ts';

/** A place in the instance, as a chain from the place to the root, so that a pointer is only written if there is something to say. */
export interface Place {
  parent: Place | null;
  key: string | number;
}

/** More faults than this are counted, not listed: a record stays readable, and its size does not depend on the schema. */
const maxListed = 100;

/** Longer names of properties are cut in pointers and messages. */
const maxName = 200;

/** Collects where an instance breaks a schema. */
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

  /** Takes over what was found on one branch of an `anyOf` or `oneOf`. */
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
