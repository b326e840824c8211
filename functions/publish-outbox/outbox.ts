/** One event that waits to be published, as its store knows it. */
export interface Row {
  readonly event: { readonly id: string; readonly type: string };
}

/** Publishes rows, at least once each; answers those that the bus did not take, and why. */
export interface Publisher<R extends Row> {
  publish(
    rows: readonly R[],
  ): Promise<{ readonly failed: readonly { readonly row: R; readonly code: string }[] }>;
  unpublishedBefore(time: string, limit: number): Promise<readonly R[]>;
}
