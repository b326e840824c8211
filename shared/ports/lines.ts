/** A workflow. */
interface OfWorkflow {
  readonly tenantId: string;
  readonly workflowId: string;
}

/** Who runs of a workflow with a limit of concurrency, and who waits for a place. */
export interface WorkflowLines {
  look(of: OfWorkflow): Promise<{ readonly running: readonly string[]; readonly waiting: number }>;
  /** The places of runs that have ended; told again, nothing changes. */
  free(of: OfWorkflow, runIds: readonly string[]): Promise<void>;
  /** Frees the places of all runs that have ended; answers how many. */
  sweep(of: OfWorkflow): Promise<number>;
  /**
   * Lets those that wait in, first come first, while there are places; all of them where there is no limit. Answers the
   * runs that are to be started: until then their watchdog looks after them.
   */
  advance(of: OfWorkflow, limit: number | undefined): Promise<readonly string[]>;
}
