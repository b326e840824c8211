/** The bucket, as far as the stores use it. */
export interface Bucket {
  put(object: {
    readonly key: string;
    readonly body: Uint8Array;
    readonly contentType: string;
  }): Promise<void>;
  /** Undefined where there is no such object. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** In bytes; undefined where there is no such object. */
  size(key: string): Promise<number | undefined>;
  /** Does nothing where there is no such object. */
  delete(key: string): Promise<void>;
}
