/** Who writes the value: what is read-only is no part of a request, what is write-only none of an answer. */
export type Side = 'request' | 'response';

/** What a schema says of its values, whatever way it is written: without references, combinations and texts. */
export interface Shape {
  /** Sorted, without `null`; undefined where the schema does not say. */
  readonly types: readonly string[] | undefined;
  readonly nullable: boolean;
  /** Canonical JSON of each allowed value but null, sorted; undefined: any. */
  readonly values: readonly string[] | undefined;
  readonly format: string | undefined;
  /** `minLength`, `pattern` …, by keyword. */
  readonly limits: Limits;
  readonly members: ReadonlyMap<string, Member>;
  readonly items: Shape | undefined;
  /** What members that are not listed are like; undefined where the schema does not say. */
  readonly others: Shape | undefined;
  /** Members that are not listed are refused. */
  readonly closed: boolean;
  readonly left: LeftOut;
}

export type Limits = Readonly<Record<string, number | string | boolean>>;

/** A member of an object. */
export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
  /** The API fills it in where it is not sent. */
  readonly filled: boolean;
}

/** What may have been left out of a schema for its size: that such a part is not there says nothing. */
export interface LeftOut {
  readonly members: boolean;
  readonly keywords: boolean;
  /** Which members are required. */
  readonly required: boolean;
}

/** Whether a shape says nothing of its values. */
export function saysNothing({ types, values, members, items, others, closed, limits }: Shape): boolean {
  const parts = members.size > 0 || items !== undefined || others !== undefined || closed;
  return types === undefined && values === undefined && !parts && Object.keys(limits).length === 0;
}
