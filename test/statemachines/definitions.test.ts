import { readdirSync, readFileSync } from 'node:fs';
import aslValidator from 'asl-validator';
import * as z from 'zod';
import { ERROR_CATALOGUE } from '../../shared/domain/errors.ts';

const FOLDER = new URL('../../statemachines/', import.meta.url);

/** "Error names" of the Amazon States Language, and what the Lambda integration throws by itself. */
const PLATFORM = new Set([
  'States.ALL',
  'States.DataLimitExceeded',
  'States.HeartbeatTimeout',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ServiceException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
]);

const Handler = z.looseObject({
  ErrorEquals: z.array(z.string()).min(1),
  MaxAttempts: z.int().optional(),
  JitterStrategy: z.string().optional(),
  MaxDelaySeconds: z.number().optional(),
});
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  Retry: z.array(Handler).default([]),
  Catch: z.array(Handler).default([]),
});
const Machine = z.looseObject({ TimeoutSeconds: z.number().positive(), States: z.record(z.string(), State) });

describe.each(readdirSync(FOLDER))('the machine %s', (file) => {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  const machine = Machine.parse(JSON.parse(text));
  const states = Object.values(machine.States);
  const tasks = states.filter(({ Type }) => Type === 'Task');

  test('is what the language allows', () => {
    const { isValid, errorsText } = aslValidator(JSON.parse(text));
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  test('has no state of a kind that may hang without a limit', () => {
    expect(states.filter(({ Type }) => ['Parallel', 'Map'].includes(Type))).toEqual([]);
    expect(tasks.length).toBeGreaterThan(0);
    for (const { TimeoutSeconds = Infinity, Resource } of tasks) {
      expect(TimeoutSeconds).toBeLessThan(machine.TimeoutSeconds);
      // Nobody would tell a machine that waits for a token that it is forgotten.
      expect(Resource).not.toContain('waitForTaskToken');
    }
  });

  test('tries every task again: what it throws, and that it does not come back, with full jitter and a limit', () => {
    for (const { Retry } of tasks) {
      const again = Retry.filter(({ MaxAttempts }) => MaxAttempts !== 0);
      const names = again.flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(names).toEqual(expect.arrayContaining(['States.TaskFailed', 'States.Timeout']));
      for (const { JitterStrategy, MaxDelaySeconds, MaxAttempts } of again) {
        expect(JitterStrategy).toBe('FULL');
        expect(MaxDelaySeconds).toBeGreaterThan(0);
        expect(MaxAttempts).toBeGreaterThan(0);
      }
    }
  });

  test('names no error that neither the platform nor the catalogue has', () => {
    const named = states.flatMap(({ Retry, Catch }) =>
      [...Retry, ...Catch].flatMap((one) => one.ErrorEquals),
    );
    expect(named.filter((name) => !PLATFORM.has(name) && !Object.hasOwn(ERROR_CATALOGUE, name))).toEqual([]);
  });

  test('catches what it does not try again', () => {
    for (const { Retry, Catch } of tasks) {
      const given = Retry.filter(({ MaxAttempts }) => MaxAttempts === 0).flatMap(
        ({ ErrorEquals }) => ErrorEquals,
      );
      const caught = Catch.flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(caught).toEqual(expect.arrayContaining(given));
    }
  });
});
