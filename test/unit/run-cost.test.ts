import { PRICE_LIST, priceOf } from '../../shared/domain/cost/prices.ts';
import { costOfRun } from '../../shared/domain/cost/run-cost.ts';
import type { Run } from '../../shared/domain/run.ts';
import { changeTeller } from '../../shared/engine/tell-changes.ts';
import { runRecord } from '../support/records.ts';

const START = Date.parse('2025-01-01T00:00:00.000Z');
const STARTED_AT = new Date(START).toISOString();
const BARE: Run = { ...runRecord({ tenantId: 'ws', createdAt: STARTED_AT }), fence: 1, steps: {} };
const isCall = (key: string) => key !== 'rest';

/** A run of calls of so many milliseconds, one after the other, each with an answer of so many bytes. */
function runOf({
  calls,
  ms = 200,
  bytes = 100,
  wait,
}: {
  calls: number;
  ms?: number;
  bytes?: number;
  wait?: number;
}): Run {
  const tell = changeTeller(BARE);
  let at = START;
  let steps: Run['steps'] = {};
  const write = (key: string, status: 'running' | 'waiting' | 'completed', duration?: number) => {
    const output = status === 'completed' && key !== 'rest' ? { output: 'x'.repeat(bytes) } : {};
    const entry = {
      status,
      attempt: 1,
      startedAt: STARTED_AT,
      ...(duration === undefined ? {} : { duration }),
      ...output,
    };
    steps = { ...steps, ...tell({ [key]: entry }, at) };
  };
  for (let call = 0; call < calls; call += 1) {
    write(`s${call}`, 'running');
    at += ms;
    write(`s${call}`, 'completed', ms);
  }
  if (wait !== undefined) {
    write('rest', 'waiting');
    at += wait;
    write('rest', 'completed', wait);
  }
  return { ...BARE, steps, status: 'completed', fence: wait === undefined ? 1 : 2 };
}

const usd = (run: Run) => costOfRun(run, isCall).usd;

describe('the cost of a run', () => {
  it('is the sum of its parts at the listed prices', () => {
    const { usd: total, amounts } = costOfRun(runOf({ calls: 5 }), isCall);
    expect(total).toBeCloseTo(priceOf(amounts), 12);
    expect(amounts).toMatchObject({ expressRequest: 1, standardTransition: 0, customEvent: 2 });
    expect(priceOf({ standardTransition: 2 })).toBeCloseTo(2 * PRICE_LIST.usd.standardTransition, 12);
  });

  it('grows with calls, with their time and with what they answer', () => {
    expect(usd(runOf({ calls: 6 }))).toBeGreaterThan(usd(runOf({ calls: 5 })));
    expect(usd(runOf({ calls: 5, ms: 2_000 }))).toBeGreaterThan(usd(runOf({ calls: 5 })));
    expect(usd(runOf({ calls: 5, bytes: 900 }))).toBeGreaterThan(usd(runOf({ calls: 5 })));
  });

  it('counts two transitions for a long wait, none for a short one, and no Lambda for either', () => {
    const long = costOfRun(runOf({ calls: 1, wait: 3_600_000 }), isCall).amounts;
    const short = costOfRun(runOf({ calls: 1, wait: 2_000 }), isCall).amounts;
    expect(long.standardTransition).toBe(2);
    expect(short.standardTransition).toBe(0);
    expect(long.lambdaGbSecond).toBeLessThan(1);
  });
});
