import type { Part } from '../part.ts';
import { languageServerBench } from './bench.ts';

export const languageServer: Part = {
  name: 'language-server',
  does: 'from a change of the text to its findings over the real transport, beside the YAML language server of Red Hat',
  async run({ quick, progress }) {
    const rows: { name: string; cells: string[] }[] = [];
    for (const size of quick ? [100] : [100, 1000, 5000]) {
      progress(`language server, ${size} rules`);
      // With 5,000 rules, the peer is left out: it would take more than a second per edit.
      for (const row of await languageServerBench({ sizes: [size], edits: quick ? 6 : 24, peer: size <= 1000 })) {
        const unit = row.what.includes('MB') ? 'MB' : 'ms';
        const figure = (value: number | null): string =>
          value === null ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
        rows.push({
          name: row.what,
          cells: [figure(row.handrail_ms), figure(row.peer_ms), row.ratio === null ? '–' : `${row.ratio.toFixed(1)}×`],
        });
      }
    }
    return {
      title: 'Language server',
      about:
        'Medians by the clock, over standard streams, while somebody types: each edit comes to a server at rest. Handrail publishes all findings, those of the exact analysis included; the YAML language server (npm yaml-language-server) ' +
        'checks the same file against the same JSON Schema, after the 200 ms that it waits.',
      columns: ['what', 'Handrail', 'yaml-language-server', 'ratio'],
      rows,
    };
  },
};
