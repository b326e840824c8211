import { settleOutcome, type Outcome } from '../../../shared/engine/settle-outcome.ts';
import type { ApiCallStep } from '../../../shared/domain/workflow.ts';
import { call, record } from '../../support/steps.ts';

const NOW = Date.parse('2026-01-01T00:00:10.000Z');
const settle = (step: ApiCallStep, outcome: Outcome, attempt = 1) =>
  settleOutcome({ step, started: record('running', { attempt }), outcome, now: NOW, random: () => 1 });

const broken: Outcome = { error: { code: 'UPSTREAM_ERROR', message: 'It broke.', upstreamStatus: 500 } };
const limited: Outcome = {
  error: { code: 'UPSTREAM_ERROR', message: 'Slow down.', upstreamStatus: 429 },
  noEffect: true,
};
const unreachable: Outcome = { error: { code: 'API_CONNECTION_FAILED', message: 'No.' }, noEffect: true };
const lost: Outcome = { error: { code: 'UPSTREAM_TIMEOUT', message: 'No answer.' }, answerLost: true };
const refused: Outcome = { error: { code: 'UPSTREAM_REFUSED', message: 'No.', upstreamStatus: 404 } };

describe('what becomes of a step after a try', () => {
  test.each<[string, ApiCallStep, Outcome, number, string]>([
    ['a good answer', call('a', 'POST'), { output: 1 }, 1, 'completed'],
    ['a read that broke', call('a'), broken, 1, 'waiting'],
    ['a read that broke for the third time', call('a'), broken, 3, 'failed'],
    ['a read whose answer was lost', call('a'), lost, 1, 'waiting'],
    ['a refusal', call('a'), refused, 1, 'failed'],
    ['a write that broke', call('a', 'POST'), broken, 1, 'failed'],
    [
      'a write that broke, with a policy',
      call('a', 'POST', { retry: { attempts: 2 } }),
      broken,
      1,
      'waiting',
    ],
    ['a write that was limited', call('a', 'POST'), limited, 1, 'waiting'],
    ['a write that reached nobody', call('a', 'POST'), unreachable, 1, 'waiting'],
    ['a write whose answer was lost', call('a', 'POST'), lost, 1, 'unknown'],
    [
      'a write whose answer was lost, with a policy',
      call('a', 'POST', { retry: { attempts: 5 } }),
      lost,
      1,
      'unknown',
    ],
    [
      'an error that the policy leaves out',
      call('a', 'GET', { retry: { attempts: 5, on: ['timeout'] } }),
      broken,
      1,
      'failed',
    ],
  ])('%s', (_name, step, outcome, attempt, status) => {
    expect(settle(step, outcome, attempt).status).toBe(status);
  });

  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [6, 20_000],
  ])('waits longer after every try (%i)', (attempt, ms) => {
    const step = call('a', 'GET', { retry: { attempts: 10, backoffSeconds: 1, maxBackoffSeconds: 20 } });
    expect(settle(step, broken, attempt).dueAt).toBe(new Date(NOW + ms).toISOString());
  });

  test('spreads the tries over the whole back-off', () => {
    const step = call('a');
    const at = (share: number) =>
      settleOutcome({ step, started: record('running'), outcome: broken, now: NOW, random: () => share })
        .dueAt;
    expect(at(0)).toBe(new Date(NOW).toISOString());
    expect(at(0.5)).toBe(new Date(NOW + 500).toISOString());
  });

  test('a turn that is waited for is no try, whatever the policy', () => {
    const full: Outcome = {
      error: { code: 'UPSTREAM_RATE_LIMITED', message: 'Used up.' },
      held: true,
      noEffect: true,
      retryAfterMs: 3_600_000,
    };
    const step = call('a', 'POST', { retry: { attempts: 1 } });
    const turn = { status: 'waiting', attempt: 2, dueAt: new Date(NOW + 3_600_000).toISOString() };
    expect(settle(step, full, 3)).toMatchObject(turn);
    expect(settle(step, { ...full, retryAfterMs: 25 * 3_600_000 }, 3)).toMatchObject({ status: 'failed' });
  });

  test('an API that is left alone is tried again when its time comes, as often as one that breaks', () => {
    const open: Outcome = {
      error: { code: 'UPSTREAM_CIRCUIT_OPEN', message: 'Left alone.' },
      noEffect: true,
      retryAfterMs: 30_000,
    };
    expect(settle(call('a', 'POST'), open, 1)).toMatchObject({ status: 'waiting', attempt: 1 });
    expect(settle(call('a', 'POST'), open, 3)).toMatchObject({ status: 'failed' });
  });

  test('waits as long as the API asks', () => {
    expect(settle(call('a'), { ...limited, retryAfterMs: 7_200_000 }).dueAt).toBe(
      new Date(NOW + 7_200_000).toISOString(),
    );
  });
});
