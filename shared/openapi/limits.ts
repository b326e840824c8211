/** What reading a document may take. */
export interface DocumentLimits {
  /** Of the document as it is written. */
  readonly maxBytes: number;
  /** Nesting of YAML collections; JSON is read without recursion. */
  readonly maxDepth: number;
  /** Operations that are read; further ones are left out with a problem. */
  readonly maxOperations: number;
}

/** What is said of a document that is larger than it may be, however it came. */
export function tooLarge({ maxBytes }: DocumentLimits): string {
  return `The document is larger than ${Math.floor(maxBytes / 1_048_576)} MB.`;
}

export const DEFAULT_LIMITS: DocumentLimits = {
  maxBytes: 50 * 1024 * 1024,
  maxDepth: 200,
  maxOperations: 25_000,
};
