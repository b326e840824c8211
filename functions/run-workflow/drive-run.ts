import { ENTRIES_A_WRITE, type Run, type StepRecord, type StepStatus } from '../../shared/domain/run.ts';
import { advance, type Decision, type Occurrence } from '../../shared/engine/advance.ts';
import type { Fold } from '../../shared/engine/fold-passes.ts';
import { scopeOf } from '../../shared/engine/frame.ts';
import { recover } from '../../shared/engine/recover.ts';
import { stepIdIn } from '../../shared/domain/step-id.ts';
import { changeTeller, type TellChanges } from '../../shared/engine/tell-changes.ts';
import type { Boundary } from '../../shared/ports.ts';
import { approvalSteps, type ApprovalSteps } from './approvals-of.ts';
import { boundary, lastBoundary } from './boundaries.ts';
import { fittingEntries } from './fitting-entries.ts';
import { Folding } from './folding.ts';
import { insist } from './insist.ts';
import type { Drive, RunResult } from './drive.ts';
import {
  HANDOVER_MARGIN_MS,
  LEASE_MARGIN_MS,
  longestCall,
  PATIENCE_MS,
  SHORT_WAIT_MS,
  WRITING_MS,
} from './worker-times.ts';
import { performStep } from './perform-step.ts';

/** Drives a run that was read until it ends, stops or needs another invocation; `moved` where it has to be read again. */
export async function driveRun(drive: Drive): Promise<RunResult | 'moved'> {
  const worker = new Worker(drive);
  try {
    return await worker.work();
  } finally {
    // Whoever is started in its place must not meet calls that are still under way.
    await worker.rest();
  }
}

/** What follows from the journal at one moment. */
interface Turn {
  readonly end?: Exclude<Decision['next'], { kind: 'proceed' }>;
  /** There is something to do, and no time left for it. */
  readonly handOver: boolean;
  readonly wakeAt?: number;
  readonly leave: boolean;
}

type Entries = Readonly<Record<string, StepRecord>>;

class Worker {
  readonly #drive: Drive;
  readonly #asking: ApprovalSteps;
  readonly #tell: TellChanges;
  readonly #folding: Folding;
  readonly #longestCallMs: number;
  readonly #journal: Record<string, StepRecord>;
  /** Marked as running; they are performed once that is written. */
  readonly #begun = new Map<string, Occurrence>();
  readonly #running = new Map<string, Promise<void>>();
  #unwritten: Record<string, StepRecord>;
  /** Once its lease is taken. */
  #claimed: Run | undefined;

  constructor(drive: Drive) {
    this.#drive = drive;
    this.#asking = approvalSteps(drive.steps);
    this.#longestCallMs = longestCall(drive.steps);
    this.#tell = changeTeller(drive.run);
    const { steps, run, ports } = drive;
    const at = new Date(ports.clock.now()).toISOString();
    this.#unwritten = { ...recover({ steps, journal: run.steps, at }) };
    this.#journal = { ...run.steps, ...this.#unwritten };
    this.#folding = new Folding({ runId: run.id, journal: this.#journal });
  }

  async work(): Promise<RunResult | 'moved'> {
    for (;;) {
      const turn = this.#turn();
      const run = this.#claimed ?? (await this.#claim(turn));
      if (run === undefined) return { next: 'done' };
      if (run === 'moved') return run;
      this.#claimed = run;
      if (turn.end !== undefined) return this.#end(run, turn.end);
      if (this.#hasUnwritten() || turn.leave) {
        const written = await this.#write(run, turn);
        if (written !== 'continue') return this.#stop(run, written);
      }
      if (turn.leave) return whatFollows(turn);
      this.#performWritten();
      if (!this.#hasUnwritten()) await this.#nextOutcome(turn);
    }
  }

  /** Waits for everything that is under way. */
  async rest(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  /** Looks at the journal: entries that follow from it are put there, and what may begin is marked as running. */
  #turn(): Turn {
    const { steps, refused, run, ports, remainingMs } = this.#drive;
    const { clock } = ports;
    if (refused !== undefined)
      return { end: { kind: 'fail', error: refused }, handOver: false, leave: false };
    const { settled, folds, next } = advance({
      steps,
      journal: this.#journal,
      input: run.input,
      now: clock.now(),
    });
    Object.assign(this.#journal, settled);
    Object.assign(this.#unwritten, settled);
    if (next.kind !== 'proceed') return { end: next, handOver: false, leave: false };
    this.#fold(folds);
    const handOver = next.start.length > 0 && remainingMs() < this.#longestCallMs + HANDOVER_MARGIN_MS;
    if (!handOver) this.#begin(next.start);
    const { wakeAt } = next;
    const idle = this.#begun.size === 0 && this.#running.size === 0 && this.#fitting().fitsAll;
    const waits = wakeAt === undefined || wakeAt - clock.now() > SHORT_WAIT_MS;
    return { handOver, leave: idle && (handOver || waits), ...(wakeAt === undefined ? {} : { wakeAt }) };
  }

  #fold(folds: readonly Fold[]): void {
    if (this.#claimed === undefined) return;
    for (const fold of folds) {
      const loop = this.#folding.fold(fold, this.#claimed.fence, this.#unwritten);
      if (loop !== undefined) this.#unwritten[fold.key] = loop;
    }
  }

  #begin(start: readonly Occurrence[]): void {
    const startedAt = new Date(this.#drive.ports.clock.now()).toISOString();
    for (const occurrence of start) {
      const { key } = occurrence;
      const attempt = (this.#journal[key]?.attempt ?? 0) + 1;
      this.#unwritten[key] = this.#journal[key] = { status: 'running', attempt, startedAt };
      this.#begun.set(key, occurrence);
    }
  }

  /** Takes the lease, and writes with it what the first turn has brought, where one write can hold that. */
  async #claim({ end, leave }: Turn): Promise<Run | 'moved' | undefined> {
    const { run, owner, ports } = this.#drive;
    const entries = Object.entries(this.#unwritten);
    const isPlain = ([key, { status }]: [string, StepRecord]) =>
      status !== 'unknown' && !this.#asking.has(stepIdIn(key));
    const together =
      end === undefined && !leave && entries.length <= ENTRIES_A_WRITE && entries.every(isPlain);
    const now = ports.clock.now();
    const leaseUntil = now + this.#leaseMs();
    const claimId = ports.ids.uuid();
    const steps = together ? this.#tell(this.#unwritten, now) : {};
    const claimed = await insist(ports, () =>
      ports.runs.claim({ run, owner, claimId, now, leaseUntil, steps }),
    );
    if (together) this.#unwritten = {};
    return claimed;
  }

  async #end(run: Run, next: NonNullable<Turn['end']>): Promise<RunResult> {
    for (;;) {
      const { kept, fitsAll } = this.#take();
      const written = fitsAll
        ? await this.#commit(lastBoundary({ ...this.#facts(run, kept), next, journal: this.#journal }))
        : await this.#commit(boundary(this.#facts(run, kept)));
      // Somebody has answered meanwhile: another worker looks again.
      if (written !== 'continue') return { next: written === 'moved' ? 'continue' : 'done' };
      if (fitsAll) return { next: 'done' };
    }
  }

  #write(run: Run, { leave, handOver, wakeAt }: Turn) {
    return this.#commit({
      ...boundary(this.#facts(run, this.#take().kept)),
      // Whoever goes on belongs to another execution: it may take the run at once.
      ...(leave ? { leaseUntil: 0 } : {}),
      ...(leave && !handOver ? { wakeAt: wakeAt ?? null, interventions: run.interventions ?? 0 } : {}),
      busy: this.#running.size > 0,
    });
  }

  /** What was under way has ended; its outcome is recorded, and nothing follows from it. */
  async #stop(run: Run, written: 'stopped' | 'moved'): Promise<RunResult> {
    await Promise.all(this.#running.values());
    this.#folding.drop();
    const ended = Object.entries(this.#unwritten).filter(([, { status }]) => !UNDONE.has(status));
    this.#unwritten = Object.fromEntries(ended);
    let last: 'continue' | 'stopped' | 'moved' = written;
    while (this.#hasUnwritten()) {
      const { kept, fitsAll } = this.#take();
      last = await this.#commit({
        ...boundary(this.#facts(run, kept)),
        ...(fitsAll ? { leaseUntil: 0 } : { busy: true }),
      });
    }
    return { next: last === 'stopped' ? 'done' : 'continue' };
  }

  #performWritten(): void {
    for (const [key, occurrence] of this.#begun) {
      if (Object.hasOwn(this.#unwritten, key)) continue;
      this.#begun.delete(key);
      this.#running.set(key, this.#perform(occurrence));
    }
  }

  async #nextOutcome({ wakeAt }: Turn): Promise<void> {
    const { clock, sleep } = this.#drive.ports;
    const due = wakeAt === undefined ? [] : [sleep(Math.max(0, wakeAt - clock.now()))];
    await Promise.race([...this.#running.values(), ...due]);
  }

  async #perform(occurrence: Occurrence): Promise<void> {
    const { run, open, gate, ports, remainingMs } = this.#drive;
    const { key, frame } = occurrence;
    const started = this.#journal[key];
    if (started === undefined) throw new Error(`${key} was performed before it was started.`);
    const patienceMs = Math.min(PATIENCE_MS, remainingMs() - this.#longestCallMs - WRITING_MS);
    const record = await performStep({
      occurrence,
      started,
      scope: scopeOf({ frame, journal: this.#journal, input: run.input }),
      runId: run.id,
      userId: run.startedBy,
      startBy: ports.clock.now() + patienceMs,
      open,
      gate,
      ports,
    });
    this.#journal[key] = record;
    this.#unwritten[key] = record;
    this.#running.delete(key);
  }

  #fitting() {
    const { kept, rest } = fittingEntries(this.#unwritten, this.#asking);
    return { kept, rest, fitsAll: Object.keys(rest).length === 0 };
  }

  /** What the next boundary writes. What ends while it is being written belongs to the one behind it. */
  #take(): { readonly kept: Entries; readonly fitsAll: boolean } {
    const { kept, rest, fitsAll } = this.#fitting();
    this.#unwritten = rest;
    return { kept, fitsAll };
  }

  #commit(written: Boundary) {
    const { ports } = this.#drive;
    return insist(ports, () => ports.runs.commit(written));
  }

  #facts(run: Run, entries: Entries) {
    const { ports } = this.#drive;
    const steps = this.#tell(entries, ports.clock.now());
    const beside = this.#folding.take(entries);
    return { run, steps, beside, asking: this.#asking, leaseMs: this.#leaseMs(), ports };
  }

  #hasUnwritten(): boolean {
    return Object.keys(this.#unwritten).length > 0;
  }

  #leaseMs(): number {
    return this.#longestCallMs + LEASE_MARGIN_MS;
  }
}

/** What nobody has performed, and what follows from the journal again. */
const UNDONE: ReadonlySet<StepStatus> = new Set(['pending', 'running', 'held']);

function whatFollows({ handOver, wakeAt }: Turn): RunResult {
  if (handOver) return { next: 'continue' };
  return wakeAt === undefined ? { next: 'done' } : { next: 'hold', until: new Date(wakeAt).toISOString() };
}
