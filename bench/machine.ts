import os from 'node:os';

/** Where and when figures were measured, to stand beside them. */
export function describeMachine(): string {
  const [cpu] = os.cpus();
  const date = new Date().toISOString().slice(0, 10);
  const model = cpu?.model.trim() ?? 'unknown processor';
  return `${model}, ${os.cpus().length} cores · Node ${process.versions.node} · ${os.platform()} ${os.arch()} · ${date}`;
}
