import { compile, inDecidingOrder, type CompiledRuleSet } from '../../engine/index.ts';
import { decisions, type Decision, type HitPolicy } from '../../engine/model/rule-set.ts';
import { listed } from '../../report/counts.ts';
import type { ExportSource } from '../exported-file.ts';
import { defaultItem, gateItem } from './gates.ts';
import { prose } from './inert.ts';
import type { Section } from './item.ts';
import { payloadItems, signalItems, targetItems, thresholdItems } from './references.ts';

/** The instructions that a rule set gives an agent, before they are divided into files. */
export interface Guide {
  title: string;
  /** Short paragraphs for the head of the first file: whose rules these are, and how they are used. */
  intro: string[];
  /** How the rule set describes itself; empty if it does not. */
  about: string;
  sections: Section[];
  /** What the instructions do not do by themselves. */
  enforcement: string;
}

export const gatesTitle = 'Gates';

/** @param isProse tells the formats that agents only read from those that enforce */
export function guideOf({ ruleSet, exports }: ExportSource, isProse: (id: string) => boolean): Guide {
  const compiled = compile(ruleSet);
  const rules = inDecidingOrder(compiled).flatMap(position => compiled.rules[position] ?? []);
  const outcomes = [...rules.map(({ rule }) => rule), compiled.default.outcome];
  const used = decisions.filter(decision => outcomes.some(({ decide }) => decide === decision));
  const title = `When to hand over: ${ruleSet.name}`;
  return {
    title,
    intro: [
      `You act under the escalation rules \`${ruleSet.name}\`, version ${ruleSet.version}. They say when you may go on, when you must stop, and to whom you hand over.`,
      `Before each action and each answer, compare what you know with the gates. ${order[compiled.hitPolicy]} ${whenUnknown(compiled)}`,
    ],
    about: ruleSet.description === undefined ? '' : prose(ruleSet.description),
    sections: sectionsWithItems([
      {
        title: 'What to do',
        isBrief: true,
        lead: '',
        items: used.map(decision => ({ name: null, lines: [meanings[decision]] })),
      },
      {
        title: gatesTitle,
        lead: '',
        items: [...rules.map((rule, at) => gateItem(rule, at + 1, compiled)), defaultItem(compiled)],
      },
      {
        title: 'Who takes over',
        lead: 'When a handoff is not answered, do not repeat it or choose another target yourself: what is listed here happens.',
        items: targetItems(compiled, outcomes),
      },
      {
        title: 'What to hand over',
        lead: 'Hand over every field that you have. A field after "from" is filled with that part of the input, or with that expression.',
        items: payloadItems(compiled, outcomes),
      },
      { title: 'Thresholds', lead: '', items: thresholdItems(compiled, rules) },
      {
        title: 'Signals',
        lead: 'What the gates ask about. A signal that is not given, not of its type, or too old is missing, and so unknown.',
        items: signalItems(compiled, rules),
      },
    ]),
    enforcement: enforcementOf([...new Set(exports)].filter(id => !isProse(id))),
  };
}

function sectionsWithItems(sections: Section[]): Section[] {
  return sections.filter(({ items }) => items.length > 0);
}

const order: Record<HitPolicy, string> = {
  first: 'Take them in order: do what the first gate that applies says, and ignore those after it.',
  priority:
    'They are in order of restriction: do what the first gate that applies says, which is the most restrictive of all that apply.',
  unique:
    'At most one of them should apply. If several do, do what the first of them says, which is the most restrictive, and report that they conflict.',
  any: 'If several apply, they should say the same. If they do not, do what the first of them says, which is the most restrictive, and report that they conflict.',
};

function whenUnknown({ ruleSet: { onUnknown = 'safe' } }: CompiledRuleSet): string {
  const start = 'If you cannot tell whether a gate applies because a signal is unknown,';
  switch (onUnknown) {
    case 'safe':
      return `${start} it applies, unless it lets you continue or says something else. Never guess a value.`;
    case 'skip':
      return `${start} it does not apply, unless it says something else. Never guess a value.`;
    case 'fire':
      return `${start} it applies, unless it says something else. Never guess a value.`;
  }
}

const meanings: Record<Decision, string> = {
  continue: '- **Continue**: go on by yourself.',
  pause: '- **Pause**: do not act. Wait until you are told to go on.',
  route: '- **Route**: do not act. Hand the case to the agent that the gate names, and wait for its answer.',
  escalate: '- **Escalate**: do not act. Hand the case to the people that the gate names, and wait for their answer.',
  deny: '- **Deny**: do not do this action, whoever asks for it. Go on with the rest of the task.',
  stop: '- **Stop**: refuse the task and end it.',
};

function enforcementOf(enforcing: readonly string[]): string {
  const guidance = 'This text is guidance: it does not keep an agent that ignores it from acting.';
  if (enforcing.length === 0) return `${guidance} The rule set lists no export that enforces it.`;
  const names = listed(enforcing.map(id => `\`${id}\``));
  return `${guidance} The rule set also lists ${enforcing.length === 1 ? 'the export' : 'the exports'} ${names}, through which a host can enforce it where ${enforcing.length === 1 ? 'it is' : 'they are'} installed. A call that a host blocks stays blocked: do not look for a way around it.`;
}
