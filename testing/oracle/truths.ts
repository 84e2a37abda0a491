import { asChoice, print, type Expression, type Trigger } from './expression.ts';

/** The truth of a condition for every input of a space, by index. */
export type Truths = Uint8Array;
export const no = 0;
export const yes = 1;
export const unknown = 2;

/** Evaluates conditions for all inputs of a space, from the truths of their clauses. Clauses with the same text are evaluated once. */
export function evaluation(
  size: number,
  clause: (clause: Expression) => Truths,
): (trigger: Trigger | Expression) => Truths {
  const known = new Map<string, Truths>();
  return evaluate;

  function evaluate(trigger: Trigger | Expression): Truths {
    if ('kind' in trigger) {
      switch (trigger.kind) {
        case 'expression':
          return evaluate(trigger.expression);
        case 'not':
          return opposite(evaluate(trigger.of));
        default:
          return combine(trigger.of.map(evaluate), trigger.kind === 'all' ? no : yes);
      }
    }
    switch (trigger.op) {
      case 'and':
      case 'or':
        return combine(trigger.of.map(evaluate), trigger.op === 'and' ? no : yes);
      case 'not':
        return opposite(evaluate(trigger.of));
      case 'if': {
        const [test, then, otherwise] = [trigger.test, trigger.then, trigger.otherwise].map(evaluate) as [
          Truths,
          Truths,
          Truths,
        ];
        return test.map((value, index) =>
          value === unknown ? unknown : ((value === yes ? then : otherwise)[index] ?? unknown),
        );
      }
      default: {
        const choice = asChoice(trigger);
        if (choice) return evaluate(choice);
        const text = print(trigger);
        const truths = known.get(text) ?? clause(trigger);
        known.set(text, truths);
        return truths;
      }
    }
  }

  /** The `deciding` truth if an operand has it, or else unknown if an operand is unknown. */
  function combine(operands: Truths[], deciding: typeof no | typeof yes): Truths {
    return new Uint8Array(size).map((_, index) => {
      let result = 1 - deciding;
      for (const operand of operands) {
        if (operand[index] === deciding) return deciding;
        if (operand[index] === unknown) result = unknown;
      }
      return result;
    });
  }
}

function opposite(truths: Truths): Truths {
  return truths.map(value => (value === unknown ? unknown : 1 - value));
}

export function asNumber(logic: 'true' | 'false' | 'unknown'): number {
  return logic === 'unknown' ? unknown : logic === 'true' ? yes : no;
}
