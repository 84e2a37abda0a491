import { isSound, type DoctorReport, type Line, type Status } from '../doctor/report.ts';
import { counted } from '../../report/counts.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';
import { painter, type Paint } from './paint.ts';

export type DoctorFormat = (report: DoctorReport, color: boolean) => Printed;

const marks: Record<Status, [mark: string, style: Parameters<Paint>[0]]> = {
  ok: ['✓', 'green'],
  fault: ['✗', 'red'],
  gap: ['○', 'yellow'],
  note: ['·', 'dim'],
};

/** For a person who has to know what to do: first what is wrong, of each host. */
const order: readonly Status[] = ['fault', 'ok', 'note', 'gap'];

const text: DoctorFormat = (report, color) => {
  const paint = painter(color);
  const { root, rules, sections, lines } = report;
  const blocks = [
    ...sections.map(({ title, files, lines: own }) => [
      `${paint('bold', title)} (${files.join(', ')})`,
      ...linesOf(own, paint),
    ]),
    ...(lines.length === 0 ? [] : [[`${paint('bold', 'Repository')} (${root})`, ...linesOf(lines, paint)]]),
  ];
  const all = [...sections.flatMap(each => each.lines), ...lines];
  const faults = all.filter(({ status }) => status === 'fault').length;
  const by = rules === null ? '' : ` by ${rules.name} ${rules.version} (${rules.digest})`;
  const sum = isSound(report)
    ? `${counted(sections.length, 'gate')} decided every call${by}, and blocked when broken.`
    : `${counted(faults, 'fault')} (✗) to repair.`;
  return forPeople([...blocks.flatMap(block => [...block, '']), sum]);
};

function linesOf(lines: readonly Line[], paint: Paint): string[] {
  const sorted = order.flatMap(status => lines.filter(line => line.status === status));
  return sorted.flatMap(({ check, status, text: said, fix }) => {
    const [mark, style] = marks[status];
    const unclosable = status === 'gap' && fix === null ? 'Not closable here: ' : '';
    return [
      `  ${paint(style, mark)} ${check.padEnd(7)}  ${unclosable}${said}`,
      ...(fix === null ? [] : [`             ${paint('dim', `→ ${fix}`)}`]),
    ];
  });
}

/** Matches `schemas/doctor-report.schema.json`. */
const json: DoctorFormat = report => {
  const { root, rules, sections, lines } = report;
  return asJson({ root, ok: isSound(report), rules, gates: sections, lines });
};

export const doctorFormats = { text, json } as const;
