import type { DiffEdit, Edit } from '../../../protocol/review-requests.ts';
import { isJsonObject, type Json } from '../../../engine/model/json.ts';
import { editWords, valueChangeText } from '../../../report/edits.ts';
import { wordDiff, type TextPart } from './word-diff.ts';

/** Values up to this length are in the title; longer ones are lines below it. */
const maxTitleLength = 60;

/** What was edited, with its values if they are short: "min_confidence 0.75 → 0.65". */
export function EditTitle({ edit, unit }: { edit: Edit; unit: string }) {
  const { subject, changes } = editWords(edit, unit);
  const values = changes.map(change => valueChangeText(change)).join(', ');
  return (
    <span class="edit-title">
      <strong>{subject}</strong> {values.length <= maxTitleLength && <span class="value">{values}</span>}
      {edit.part === 'place' && <span class="quiet">(was {afterWords(edit.before)})</span>}
    </span>
  );
}

function afterWords(previous: Json | undefined): string {
  return typeof previous === 'string' ? `after ${previous}` : 'at the top';
}

/** The texts before and after that are too long for the title, with the words that differ marked. */
export function EditTexts({ edit }: { edit: DiffEdit }) {
  const lines = textsOf(edit);
  if (lines.length === 0) return null;
  return (
    <div class="edit-texts">
      {lines.map(({ key, before, after }) => {
        const parts =
          before === null || after === null ? { before: whole(before), after: whole(after) } : wordDiff(before, after);
        return (
          <dl key={key}>
            {key !== '' && <dt class="quiet">{key}</dt>}
            {before !== null && <TextLine sign="−" side="before" parts={parts.before} />}
            {after !== null && <TextLine sign="+" side="after" parts={parts.after} />}
          </dl>
        );
      })}
    </div>
  );
}

function whole(text: string | null): TextPart[] {
  return text === null ? [] : [{ text, changed: false }];
}

function TextLine({ sign, side, parts }: { sign: string; side: 'before' | 'after'; parts: readonly TextPart[] }) {
  const Mark = side === 'before' ? 'del' : 'ins';
  return (
    <dd class={`text-line text-${side} value`}>
      <span class="text-sign" aria-hidden="true">
        {sign}
      </span>
      <span class="sr-only">{side}: </span>
      <span class="text-parts">
        {parts.map(({ text, changed }, index) => (changed ? <Mark key={index}>{text}</Mark> : text))}
      </span>
    </dd>
  );
}

interface TextLines {
  key: string;
  before: string | null;
  after: string | null;
}

/** The texts of a new or removed rule, and values that have no room in the title. */
function textsOf(edit: DiffEdit): TextLines[] {
  if (edit.part === 'whole') {
    const [before, after] = [ruleText(edit, edit.before), ruleText(edit, edit.after)];
    return before === null && after === null ? [] : [{ key: '', before, after }];
  }
  const { changes } = editWords(edit);
  if (changes.map(change => valueChangeText(change)).join(', ').length <= maxTitleLength) return [];
  return changes.map(change => {
    if (change.kind === 'replaced') return change;
    const values = change.values.join(', ');
    return {
      key: change.key,
      before: change.kind === 'dropped' ? values : null,
      after: change.kind === 'added' ? values : null,
    };
  });
}

/** The condition and the outcome of a rule, in one line; of anything else, its text. */
function ruleText({ about }: DiffEdit, value: Json | undefined): string | null {
  if (value === undefined) return null;
  const { when, decide, to } = about === 'rule' && isJsonObject(value) ? value : {};
  if (typeof when !== 'string' || typeof decide !== 'string') return JSON.stringify(value);
  const target = typeof to === 'string' ? ` → ${to}` : '';
  return `when ${when.replaceAll(/\s+/g, ' ').trim()}: ${decide}${target}`;
}
