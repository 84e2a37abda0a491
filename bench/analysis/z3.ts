import type { RuleSet } from '../../engine/model/rule-set.ts';
import { loadPeer } from '../peers.ts';

interface Z3 {
  init: () => Promise<{
    Z3: {
      mk_config(): unknown;
      mk_context(config: unknown): unknown;
      eval_smtlib2_string(context: unknown, text: string): Promise<string>;
    };
  }>;
}

/** Counts the rules that never fire first with z3: for each rule, is there an input on which it fires and no rule before it does? */
export async function neverFirstByZ3(
  ruleSet: RuleSet,
): Promise<{ milliseconds: number; neverFirst: number } | { failed: string }> {
  try {
    const { init } = await loadPeer<Z3>('z3-solver');
    const { Z3 } = await init();
    const context = Z3.mk_context(Z3.mk_config());
    await Z3.eval_smtlib2_string(context, declarations(ruleSet));
    const started = process.cpuUsage();
    let neverFirst = 0;
    for (const rule of ruleSet.rules) {
      if (typeof rule.when !== 'string') throw new Error('Only expressions are put to z3.');
      const condition = conjunction(rule.when);
      const answer = await Z3.eval_smtlib2_string(
        context,
        `(push)(assert ${condition})(check-sat)(pop)(assert (not ${condition}))`,
      );
      if (answer.trim() === 'unsat') neverFirst++;
    }
    const { user, system } = process.cpuUsage(started);
    return { milliseconds: (user + system) / 1000, neverFirst };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function declarations({ signals = {} }: RuleSet): string {
  return Object.entries(signals)
    .map(([name, { type, enum: values = [] }]) =>
      type === 'number'
        ? `(declare-const ${name} Real)(assert (and (>= ${name} 0) (<= ${name} 1)))`
        : `(declare-const ${name} Int)(assert (and (>= ${name} 0) (< ${name} ${values.length})))`,
    )
    .join('');
}

/** Translates `s0 >= 0.1 && 0.4 * s1 + s2 > 1 && s3 == "a"` to SMT-LIB, with words as their position in the alphabet. */
function conjunction(when: string): string {
  const parts = when.split(' && ').map(part => {
    const [, left = '', operator = '', right = ''] = /^(.*) ([<>=]+) (.*)$/.exec(part) ?? [];
    return `(${operator === '==' ? '=' : operator} ${sum(left)} ${sum(right)})`;
  });
  return `(and ${parts.join(' ')})`;
}

function sum(text: string): string {
  const parts = text.split(' + ').map(part => {
    const factors = part.split(' * ').map(operand);
    return factors.length === 1 ? factors.join('') : `(* ${factors.join(' ')})`;
  });
  return parts.length === 1 ? parts.join('') : `(+ ${parts.join(' ')})`;
}

function operand(text: string): string {
  if (text.startsWith('"')) return String(text.charCodeAt(1) - 97);
  return /^\d/.test(text) ? Number(text).toFixed(4) : text;
}
