import type { Plan } from '../core/plan.js';

/** Plans for programs. The shape is stable: a change of it raises `schemaVersion`. */
export function planJson(plans: readonly Plan[]): string {
  return `${JSON.stringify({ schemaVersion: 1, plans: plans.map(planAsJson) }, null, 2)}\n`;
}

function planAsJson({ path, titles, findings, applicability, phases, notes, holes }: Plan): object {
  return {
    file: path,
    findings,
    applicability,
    titles,
    phases: phases.map(({ name, deploy, files }) => ({ name, deploy, files })),
    ...(notes.length === 0 ? {} : { notes }),
    ...(holes.length === 0 ? {} : { holes }),
  };
}
