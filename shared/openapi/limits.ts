/** What reading a document may take. */
export interface DocumentLimits {
  /** Of the document as it is written. */
  readonly maxBytes: number;
  /** Nesting of YAML collections; JSON is read without recursion. */
  readonly maxDepth: number;
  /** Operations that are read; further ones are left out with a problem. */
  readonly maxOperations: number;
  /** Schema nodes that are copied into the catalogue, over all operations; further ones are cut. */
  readonly maxSchemaNodes: number;
}

export const DEFAULT_LIMITS: DocumentLimits = {
  maxBytes: 20 * 1024 * 1024,
  maxDepth: 200,
  maxOperations: 20_000,
  maxSchemaNodes: 2_000_000,
};
