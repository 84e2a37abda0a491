/** The properties and items evaluated by some subschema; `unevaluatedProperties` and `unevaluatedItems` apply to the others. */
export interface Evaluated {
  names: Set<string>;
  /** All items before this index are evaluated. */
  itemsBefore: number;
  /** Indexes of further evaluated items. */
  items: Set<number>;
}

export function nothingEvaluated(): Evaluated {
  return { names: new Set(), itemsBefore: 0, items: new Set() };
}

export function addEvaluated(to: Evaluated, from: Evaluated): void {
  for (const name of from.names) to.names.add(name);
  for (const item of from.items) to.items.add(item);
  to.itemsBefore = Math.max(to.itemsBefore, from.itemsBefore);
}
