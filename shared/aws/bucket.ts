/** The bucket, as far as the stores use it. */
export interface Bucket {
  put(object: {
    readonly key: string;
    readonly body: Uint8Array;
    readonly contentType: string;
  }): Promise<void>;
  /** Undefined where there is no such object. */
  get(key: string): Promise<Uint8Array | undefined>;
}
