import type { Concurrency } from '../domain/workflow.ts';
import type { Approval } from '../domain/approval.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { Json } from '../domain/json.ts';
import type { RunPlace } from '../domain/run-cursor.ts';
import type { Run, RunError, RunStatus, RunTrigger, StepRecord } from '../domain/run.ts';
import type { ApprovalClosing } from './approvals.ts';
import type { Change, Page, PageRequest } from './changes.ts';

/** What one boundary of a run writes: outcomes of what finished together with the start of what is next. */
export interface Boundary {
  readonly tenantId: string;
  readonly runId: string;
  readonly fence: number;
  /** Entries to set, by key. */
  readonly steps: Readonly<Record<string, StepRecord>>;
  /** Set at the last boundary. */
  readonly finish?: { readonly status: RunStatus; readonly output?: Json; readonly error?: RunError };
  readonly at: string;
  /** Epoch milliseconds; 0 where the worker leaves the run to others. */
  readonly leaseUntil: number;
  /** Nothing is to be done before, epoch milliseconds; null: not before somebody starts the run. */
  readonly wakeAt?: number | null;
  /** Steps are under way: where the run was stopped, the worker keeps its lease until they have ended. */
  readonly busy?: boolean;
  /** Written only if nobody has stepped in since the run was read: what `Run.interventions` was then. */
  readonly interventions?: number;
  /** Rows to write with their entries: what is asked, and what has expired or is not needed any more. */
  readonly approvals?: readonly Approval[];
  /** Passes of loops to keep beside the run; the loops' own entries, in `steps`, count them. */
  readonly folds?: readonly {
    /** Of the loop. */
    readonly key: string;
    /** Of the chunk, from 0 for each worker. */
    readonly number: number;
    readonly body: Json;
  }[];
  /** Keys of entries to take out: they lie beside the run. */
  readonly removed?: readonly string[];
  readonly events: readonly DomainEvent[];
}

/** Which runs are listed: of a workspace, or of one workflow in it. */
export interface RunQuery extends PageRequest {
  readonly tenantId: string;
  readonly workflowId?: string;
  readonly status?: RunStatus;
  readonly trigger?: RunTrigger;
  /** Created then or later, and before `to`; ISO 8601 in UTC with milliseconds. */
  readonly from?: string;
  readonly to?: string;
  /** Behind this run; the page counts from 1 again. */
  readonly after?: RunPlace;
}

export interface RunStore {
  /** `created: false` and the present run where the id exists: one key = one run. */
  create(run: Run, change: Change): Promise<{ readonly created: boolean; readonly run: Run }>;
  /**
   * The same for a workflow with a limit of concurrency: where no place is free, or others wait, the run is created to
   * wait in line (see `waitsInLine`), or WORKFLOW_BUSY.
   */
  enter(
    entry: { readonly run: Run; readonly concurrency: Concurrency },
    change: Change,
  ): Promise<{ readonly created: boolean; readonly run: Run }>;
  /** The run with its journal, large entries included; strongly consistent. */
  get(tenantId: string, runId: string): Promise<Run | undefined>;
  /**
   * Takes the lease of a run as it was read, and writes the entries that follow from that: raises the fence on condition
   * that no other owner's lease is alive and that nobody has taken it or stepped in since it was read. Undefined where
   * the run is finished, paused, cancelled or held by another; `moved` where it has to be read again. An owner may take
   * its own lease again: its earlier worker is dead, and the fence keeps out what may be left of it.
   */
  claim(request: {
    readonly run: Run;
    readonly owner: string;
    /** Random; tells a worker its own claim when the answer to it was lost. */
    readonly claimId: string;
    readonly now: number;
    readonly leaseUntil: number;
    /** By key; at most as many as one write holds, none of them unknown: those have events. */
    readonly steps: Readonly<Record<string, StepRecord>>;
  }): Promise<Run | 'moved' | undefined>;
  /**
   * One conditional write: my fence AND the run is live. `continue`: written. `stopped`: cancel or pause came first;
   * the outcomes alone were recorded, nothing that was to start may start. `moved`: the same, but somebody stepped in and
   * the run goes on: another worker has to read it again. RUN_LEASE_LOST where the fence has moved.
   */
  commit(boundary: Boundary): Promise<'continue' | 'stopped' | 'moved'>;
  /**
   * What a person does to a run, in one transaction: a new status, an entry of a step that was unknown or held, or both.
   * CONFLICT where the run has moved since it was read. An end takes back what the run still asks.
   */
  intervene(
    intervention: {
      readonly run: Run;
      readonly status?: RunStatus;
      readonly entry?: { readonly key: string; readonly record: StepRecord };
      /** The approval whose answer the entry holds. */
      readonly closing?: ApprovalClosing;
      /** ISO 8601. */
      readonly at: string;
    },
    change: Change,
  ): Promise<void>;
  /**
   * Newest first. With a status or a trigger, the newest 500 of the others' fit are looked through and counted;
   * `nextCursor` goes on behind them.
   */
  list(request: RunQuery): Promise<Page<Run>>;
  /**
   * The run with small journal entries alone, consistent, and a version that every write changes; where the version is the
   * one that was seen, the version alone. Undefined where there is no such run.
   */
  glance(
    tenantId: string,
    runId: string,
    seen?: string,
  ): Promise<{ readonly version: string; readonly run?: Run } | undefined>;
}

/** Starts the machine for a run that has been created, and arms its watchdog. */
export interface RunStarter {
  /** Before the run is written: a message that will look after it in `delaySeconds`. */
  arm(request: { tenantId: string; runId: string; delaySeconds: number }): Promise<void>;
  start(request: { tenantId: string; runId: string }): Promise<void>;
}

/** Evaluates JSONata in the sandbox; TRANSFORM_FAILED with a sentence. */
export interface Expressions {
  evaluate(expression: string, input: Json): Promise<Json>;
}
