import { isFinished, type StepRecord } from '../domain/run.ts';
import type { Boundary } from '../ports.ts';
import { largeBody, type LargeBody } from './run-bodies.ts';
import { outputPlace, stepColumn } from './run-rows.ts';

/** What a write sets in the run item, and the bodies that have to lie beside it before. */
export interface Assignments {
  readonly sets: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string | number>>;
  readonly bodies: readonly LargeBody[];
}

/** Sets entries of the journal. */
export function stepAssignments(
  whose: { readonly tenantId: string; readonly runId: string; readonly fence: number },
  entries: readonly (readonly [string, StepRecord])[],
): Assignments {
  const columns = entries.map(([key, record]) => ({ key, ...stepColumn(whose, key, record) }));
  return {
    sets: columns.map((_, at) => `#steps.#s${at} = :s${at}`),
    names: {
      ...(columns.length === 0 ? {} : { '#steps': 'steps' }),
      ...Object.fromEntries(columns.map(({ key }, at) => [`#s${at}`, key])),
    },
    values: Object.fromEntries(columns.map(({ text }, at) => [`:s${at}`, text])),
    bodies: columns.flatMap(({ large }) => (large === undefined ? [] : [large])),
  };
}

/** Sets what the last boundary says of the run. */
export function finishAssignments(boundary: Boundary): Assignments {
  const { finish } = boundary;
  if (finish === undefined) return { sets: [], names: {}, values: {}, bodies: [] };
  const large = finish.output === undefined ? undefined : largeBody(outputPlace(boundary), finish.output);
  const columns = {
    status: finish.status,
    completedAt: isFinished(finish.status) ? boundary.at : undefined,
    output: finish.output === undefined || large !== undefined ? undefined : JSON.stringify(finish.output),
    outputAt: large?.storedAt,
    outputFence: large && boundary.fence,
    error: finish.error && JSON.stringify(finish.error),
  };
  const present = Object.entries(columns).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return {
    sets: present.map(({ name }) => `#${name} = :f_${name}`),
    names: Object.fromEntries(present.map(({ name }) => [`#${name}`, name])),
    values: Object.fromEntries(present.map(({ name, value }) => [`:f_${name}`, value])),
    bodies: large === undefined ? [] : [large],
  };
}
