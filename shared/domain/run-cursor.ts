/** Where a list of runs goes on: behind this one. */
export interface RunPlace {
  /** ISO 8601. */
  readonly createdAt: string;
  readonly id: string;
}

/** An opaque text for a place in a list of runs. */
export function runCursor({ createdAt, id }: RunPlace): string {
  return Buffer.from(`${createdAt}/${id}`).toString('base64url');
}

/** The place of a cursor that `runCursor` made; undefined for any other text. */
export function placeOfCursor(cursor: string): RunPlace | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\/(run_\w+)$/.exec(
    Buffer.from(cursor, 'base64url').toString(),
  );
  const [, createdAt, id] = match ?? [];
  return createdAt === undefined || id === undefined ? undefined : { createdAt, id };
}
