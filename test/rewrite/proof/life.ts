import type { Session } from '../../proof/engines/engine.js';
import { phaseNames } from '../../../src/core/plan.js';
import type { Plan, PlanFile } from '../../../src/core/plan.js';
import type { CodeStatement, PlanCase } from './case.js';
import { told } from './world.js';

/** A file of a plan with its place. */
export interface PlacedFile extends PlanFile {
  /** Whether the old code is still running when the file is run. */
  readonly meetsOldCode: boolean;
}

/** The files of a plan in the order they are run. */
export function filesOf({ phases }: Plan): readonly PlacedFile[] {
  return phases.flatMap(({ name, files }) =>
    files.map((file) => ({ ...file, meetsOldCode: phaseNames.indexOf(name) < phaseNames.indexOf('contract') })),
  );
}

/** Which code runs between two files: before the first file is point 0. */
export interface Point {
  readonly old: boolean;
  readonly new: boolean;
}

/** The points around the files: the old code lives up to the contract phase, the new code from there on. */
export function pointsOf(files: readonly PlacedFile[]): readonly Point[] {
  const contract = files.findIndex(({ meetsOldCode }) => !meetsOldCode);
  const deployed = contract === -1 ? files.length : contract;
  return Array.from({ length: files.length + 1 }, (_, at) => ({ old: at <= deployed, new: at >= deployed }));
}

/** The code of a case as it runs again and again. */
export class Life {
  #runs = 9000;
  /** How the code failed, or what it was given that is not right. */
  readonly complaints: string[] = [];

  constructor(
    readonly session: Session,
    readonly planCase: Pick<PlanCase, 'oldCode' | 'newCode'>,
  ) {}

  async at(point: Point, where: string): Promise<void> {
    if (point.old) await this.#run(this.planCase.oldCode ?? [], `old code ${where}`);
    if (point.new) await this.#run(this.planCase.newCode ?? [], `new code ${where}`);
  }

  async #run(code: readonly CodeStatement[], who: string): Promise<void> {
    const number = String(++this.#runs);
    const fill = (sql: string): string => sql.replaceAll('{n}', number);
    for (const statement of code) {
      if (typeof statement === 'string') {
        const failure = await this.session.run(fill(statement));
        if (failure) this.complaints.push(`the ${who} is refused: ${told(failure, fill(statement))}`);
        continue;
      }
      const query = fill(statement.query);
      const failure = await this.session.run(query);
      if (failure) {
        this.complaints.push(`the ${who} is refused: ${told(failure, query)}`);
        continue;
      }
      const rows = await this.session.json<unknown>(`SELECT coalesce(json_agg(q), '[]') FROM (${query}) q`);
      const expected = fill(JSON.stringify(statement.gives));
      if (JSON.stringify(rows) !== JSON.stringify(JSON.parse(expected))) {
        this.complaints.push(`the ${who} is given ${JSON.stringify(rows)}, not ${expected}, by: ${query}`);
      }
    }
  }
}
