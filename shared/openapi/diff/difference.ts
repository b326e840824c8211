import type { ParameterPlace } from '../../domain/catalogue.ts';
import type { ChangeReason } from '../../domain/catalogue-diff.ts';

/** A way into a value: a member, the items of a list, or the members that a schema does not list. */
export type Segment = { readonly member: string } | 'items' | 'others';

/** A reason with its place taken apart, for whoever looks whether it concerns a call. */
export interface Difference extends ChangeReason {
  readonly at: DifferencePlace;
}

export type DifferencePlace =
  | { readonly in: ParameterPlace; readonly name: string; readonly path: readonly Segment[] }
  | { readonly in: 'body'; readonly path: readonly Segment[] }
  | { readonly in: 'response'; readonly path: readonly Segment[] }
  | { readonly in: 'operation' };

/** A path as a template writes it: `.owner.name`, `[].id`, `["a b"]`, `[*]`. */
export function pathText(path: readonly Segment[]): string {
  return path.map(segmentText).join('');
}

function segmentText(segment: Segment): string {
  if (segment === 'items') return '[]';
  if (segment === 'others') return '[*]';
  const { member } = segment;
  return /^[^.[\]{}\s'"]+$/.test(member) ? `.${member}` : `[${JSON.stringify(member.slice(0, 100))}]`;
}
