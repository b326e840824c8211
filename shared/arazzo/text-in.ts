/** A member of a document as text; '' where it is something else. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
