import type { Edit } from '../engine/index.ts';

/** What was edited, in one phrase: `threshold min_confidence`, `rule weak-answer@2: trigger`. */
export function editName({ about, name, part, key }: Pick<Edit, 'about' | 'name' | 'part' | 'key'>): string {
  const thing =
    about === 'default' ? 'default' : about === 'rule-set' || about === 'assumption' ? name : `${about} ${name}`;
  switch (part) {
    case 'whole':
      return thing;
    case 'value':
      return key === '' ? thing : `${thing}: ${key}`;
    case 'outcome':
      return about === 'default' ? thing : `${thing}: outcome`;
    case 'text':
      return about === 'rule-set' ? thing : `${thing}: text`;
    default:
      return `${thing}: ${part}`;
  }
}
