import { fields, type WorkloadRule } from '../workload.ts';

/** The rules as a decision table in the JSON format of GoRules: a column for each field, a row for each rule; the first matching row decides. */
export function decisionTable(rules: readonly WorkloadRule[]): object {
  const place = (id: string, name: string, type: string, x: number, content: object) => ({
    id,
    name,
    type,
    position: { x, y: 0 },
    content,
  });
  const table = {
    hitPolicy: 'first',
    executionMode: 'single',
    passThrough: false,
    inputField: null,
    outputPath: null,
    inputs: fields.map(({ name }) => ({ id: name, name, field: name })),
    outputs: [{ id: 'rule', name: 'rule', field: 'rule' }],
    rules: rules.map((rule, index) => {
      const cells = fields.map(({ name }): [string, string] => {
        const comparison = rule.find(({ field }) => field === name);
        if (!comparison) return [name, ''];
        const { operator, value } = comparison;
        return [name, operator === '==' ? JSON.stringify(value) : `${operator} ${value}`];
      });
      return { _id: `row${index}`, ...Object.fromEntries(cells), rule: String(index) };
    }),
  };
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      place('input', 'input', 'inputNode', 0, { schema: '' }),
      place('table', 'table', 'decisionTableNode', 200, table),
      place('output', 'output', 'outputNode', 400, { schema: '' }),
    ],
    edges: [
      { id: 'in', type: 'edge', sourceId: 'input', targetId: 'table' },
      { id: 'out', type: 'edge', sourceId: 'table', targetId: 'output' },
    ],
  };
}
