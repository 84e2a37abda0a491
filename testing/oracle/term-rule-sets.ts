import fc from 'fast-check';
import type { Signal } from '../../engine/model/rule-set.ts';
import { namesIn, triggersOf, clausesOf } from './input-space.ts';
import type { NaiveRuleSet } from './naive-interpreter.ts';
import { madeOf } from './small-rule-sets.ts';
import { choosers, exact, rounded, type Family } from './term-families.ts';

/** Rule sets with clauses over several signals, small enough to try every input. */
export const termRuleSets = from(Object.values(exact));

/** The same with sums and multiples that are rounded. */
export const roundedRuleSets = from(Object.values(rounded));

function from(families: readonly Family[]): fc.Arbitrary<NaiveRuleSet> {
  return fc.constantFrom(...families).chain(family => {
    const names = Object.keys(family.signals);
    return fc
      .integer({ min: 2, max: names.length })
      .chain(count => ruleSetsOf(family, names.slice(0, count)))
      .map(withoutUnused);
  });
}

function ruleSetsOf(family: Family, names: readonly string[]): fc.Arbitrary<NaiveRuleSet> {
  const declared = [
    ...names.map(name => [name, fc.constantFrom(...(family.signals[name] ?? []))] as const),
    ...Object.entries(choosers).map(([name, { schema }]) => [name, fc.constant(schema)] as const),
  ];
  const signals = fc
    .tuple(...declared.map(([, schema]) => fc.tuple(schema, fc.boolean())))
    .map(made =>
      Object.fromEntries(
        made.map(([schema, required], index): [string, Signal] => [
          declared[index]?.[0] ?? '',
          { ...schema, ...(required && { required }) },
        ]),
      ),
    );
  const clauses = fc
    .tuple(
      fc.array(family.several(names), { minLength: 2, maxLength: 3 }),
      fc.array(fc.constantFrom(...names).chain(family.single), { minLength: 1, maxLength: 3 }),
      fc.array(fc.oneof(...Object.values(choosers).map(({ clause }) => clause)), { maxLength: 1 }),
    )
    .map(parts => parts.flat());
  return signals.chain(made => madeOf(made, clauses, () => false));
}

/** The rule set without the choosers that no condition names. */
function withoutUnused(naive: NaiveRuleSet): NaiveRuleSet {
  const named = new Set(triggersOf(naive).flatMap(clausesOf).flatMap(namesIn));
  const signals = Object.entries(naive.frame.signals ?? {}).filter(([name]) => !(name in choosers) || named.has(name));
  return { ...naive, frame: { ...naive.frame, signals: Object.fromEntries(signals) } };
}
