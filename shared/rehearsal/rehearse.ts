import { AppError } from '../domain/errors.ts';
import type { StepRecord } from '../domain/run.ts';
import { stepIdIn } from '../domain/step-id.ts';
import { everyStep, isSent, type Step } from '../domain/workflow.ts';
import { advance, type Decision, type Occurrence } from '../engine/advance.ts';
import { chooseBranch, performTransform } from '../engine/evaluate-step.ts';
import { scopeOf } from '../engine/frame.ts';
import { settleOutcome, type Outcome } from '../engine/settle-outcome.ts';
import { answerApproval } from './answer-approval.ts';
import { Doubts } from './doubts.ts';
import { givenFor } from './find-answer.ts';
import { performCall } from './perform-call.ts';
import { performConnector } from './perform-connector.ts';
import type { Play, Rehearsal, RehearsalLimits, RehearsalPorts, RehearsedCall } from './rehearsal.ts';

/**
 * Runs steps without making a call: the interpreter of real runs over a journal in memory, a clock that jumps to whatever
 * is waited for, and answers that nobody asked an API for. The same play with the same records gives the same rehearsal.
 */
export async function rehearse({
  play,
  ports,
  limits,
}: {
  readonly play: Play;
  readonly ports: RehearsalPorts;
  readonly limits: RehearsalLimits;
}): Promise<Rehearsal> {
  return new Stage(play, ports, limits).run();
}

class Stage {
  readonly #play: Play;
  readonly #ports: RehearsalPorts;
  readonly #limits: RehearsalLimits;
  readonly #byId: ReadonlyMap<string, Step>;
  readonly #doubts: Doubts;
  readonly #journal: Record<string, StepRecord> = {};
  readonly #calls = new Map<string, RehearsedCall>();
  readonly #began: number;
  /** Epoch milliseconds, of the play. */
  #now: number;
  #performed = 0;
  #bytes = 0;

  constructor(play: Play, ports: RehearsalPorts, limits: RehearsalLimits) {
    this.#play = play;
    this.#ports = ports;
    this.#limits = limits;
    this.#byId = new Map(everyStep(play.steps).map((step) => [step.id, step]));
    this.#doubts = new Doubts(play.steps);
    this.#began = ports.clock.now();
    this.#now = this.#began;
  }

  async run(): Promise<Rehearsal> {
    const { steps, input } = this.#play;
    for (;;) {
      const { settled, next } = advance({ steps, journal: this.#journal, input, now: this.#now });
      Object.assign(this.#journal, settled);
      if (next.kind !== 'proceed') return this.#ended(next);
      if (this.#isBeyond()) return this.#result('stopped');
      // One after the other, so that the same play is always the same; what is beside each other stays independent.
      for (const occurrence of next.start) await this.#perform(occurrence);
      if (next.start.length > 0 || this.#answerApprovals()) continue;
      if (next.wakeAt === undefined) return this.#result('unknown');
      this.#now = Math.max(this.#now, next.wakeAt);
    }
  }

  #isBeyond(): boolean {
    const { steps, ms, bytes } = this.#limits;
    return this.#performed >= steps || this.#bytes > bytes || this.#ports.clock.now() - this.#began > ms;
  }

  async #perform(occurrence: Occurrence): Promise<void> {
    const { key, step } = occurrence;
    // A list of passes may begin at once: none begins beyond the limit.
    if (this.#isBeyond()) return;
    this.#performed += 1;
    const attempt = (this.#journal[key]?.attempt ?? 0) + 1;
    const started: StepRecord = { status: 'running', attempt, startedAt: this.#time() };
    this.#journal[key] = started;
    const outcome = await this.#outcomeOf(occurrence).catch((error: unknown): Outcome => {
      if (error instanceof AppError)
        return { input: null, error: { code: error.code, message: error.message } };
      throw error;
    });
    const record = settleOutcome({ step, started, outcome, now: this.#now, random: () => 0 });
    this.#journal[key] = record;
    this.#bytes += sizeOf(record) + sizeOf(this.#calls.get(key)?.request);
  }

  async #outcomeOf(occurrence: Occurrence): Promise<Outcome> {
    const { key, step, frame } = occurrence;
    const { input, answers } = this.#play;
    const scope = scopeOf({ frame, journal: this.#journal, input });
    if (isSent(step)) {
      const facts = { occurrence, scope, answers, doubts: this.#doubts, ports: this.#ports };
      const call = await (step.type === 'api_call'
        ? performCall({ ...facts, step })
        : performConnector({ ...facts, step }));
      this.#calls.set(key, call.shown);
      return call.outcome;
    }
    // Whatever is worked out from here on may rest on it.
    const weakest = this.#doubts.weakest();
    if (weakest !== undefined) this.#doubts.note(step.id, weakest);
    const { expressions } = this.#ports;
    return step.type === 'transform'
      ? performTransform(expressions, step, scope)
      : chooseBranch(expressions, step, scope);
  }

  /** Answers every approval that waits; whether there was one. */
  #answerApprovals(): boolean {
    const held = Object.entries(this.#journal).filter(([, { status }]) => status === 'held');
    for (const [key, record] of held) {
      const step = this.#byId.get(stepIdIn(key));
      if (step?.type !== 'approval') continue;
      const given = givenFor(this.#play.answers, { key, id: step.id });
      this.#journal[key] = answerApproval({ step, record, given, at: this.#time() });
    }
    return held.length > 0;
  }

  #ended(next: Exclude<Decision['next'], { kind: 'proceed' }>): Rehearsal {
    if (next.kind === 'complete') return { ...this.#result('completed'), output: next.output };
    // With another answer than the one made up here it may go well.
    const isAnswered = [...this.#calls.values()].some(({ answer }) => (answer?.status ?? 200) >= 300);
    const status = this.#doubts.weakest() === undefined || isAnswered ? 'failed' : 'unknown';
    return { ...this.#result(status), error: next.error };
  }

  #result(status: Rehearsal['status']): Rehearsal {
    return { status, journal: this.#journal, calls: this.#calls };
  }

  #time(): string {
    return new Date(this.#now).toISOString();
  }
}

function sizeOf(value: unknown): number {
  return value === undefined ? 0 : JSON.stringify(value).length;
}
