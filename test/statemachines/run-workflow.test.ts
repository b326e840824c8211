import { readFileSync } from 'node:fs';

import type { Perform } from '../../local/asl/execution.ts';
import type { Json } from '../../local/asl/json.ts';
import { parseDefinition } from '../../local/asl/parse-definition.ts';
import { StatesError } from '../../local/asl/states-error.ts';
import { startMachine } from '../support/run-machine.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:run-workflow';
const text = readFileSync(new URL('../../statemachines/run-workflow.asl.json', import.meta.url), 'utf8');
const machine = parseDefinition({ text: text.replaceAll(/\$\{\w+\}/g, FUNCTION), type: 'EXPRESS' });
/** Instead of an answer: the runner gives none. */
const HANGS = Symbol('hangs');
const input = { tenantId: 'ws_1', runId: 'run_1' };

/** The deployed machine, whose runner answers, or throws, what the list says, one after the other. */
function start(...answers: (Json | StatesError | typeof HANGS)[]) {
  const calls: { resource: string; given: Json }[] = [];
  const perform: Perform = async ({ resource, arguments: given }) => {
    calls.push({ resource: resource.slice(resource.lastIndexOf(':::') + 3), given });
    if (resource.endsWith('startExecution')) return { ExecutionArn: 'arn', StartDate: 0 };
    const answer = answers.shift() ?? null;
    if (answer instanceof StatesError) throw answer;
    return answer === HANGS
      ? new Promise(() => undefined)
      : { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: answer };
  };
  const { States: states, StartAt: startAt, TimeoutSeconds: timeoutSeconds = 0 } = machine;
  return { calls, ...startMachine({ states, startAt, timeoutSeconds, type: 'EXPRESS', input, perform }) };
}

const crash = new StatesError('Runtime.ExitError', 'the runner crashed');
const throttled = new StatesError('Lambda.TooManyRequestsException', 'slow');
const executionId = expect.stringContaining(':execution:');
const run = {
  resource: 'lambda:invoke',
  given: { FunctionName: FUNCTION, Payload: { ...input, executionId } },
};

describe('the machine run-workflow', () => {
  test('ends when the run has ended', async () => {
    const { ending, calls, entered } = start({ next: 'done' });
    expect(await ending).toMatchObject({ status: 'SUCCEEDED' });
    expect(entered).toEqual(['Run', 'Finished?', 'Done']);
    expect(calls).toEqual([run]);
  });

  test('hands a run that needs more time to a new execution, with the same ids', async () => {
    const { ending, calls } = start({ next: 'continue' });
    expect(await ending).toMatchObject({ status: 'SUCCEEDED' });
    const StateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
    expect(calls).toEqual([
      run,
      { resource: 'states:startExecution', given: { StateMachineArn, Input: input } },
    ]);
  });

  test('leaves a run that has nothing to do before then to the machine that waits', async () => {
    const until = '2026-01-01T00:10:00.000Z';
    const { ending, calls } = start({ next: 'hold', until });
    expect(await ending).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toEqual([
      run,
      { resource: 'states:startExecution', given: { StateMachineArn: FUNCTION, Input: { ...input, until } } },
    ]);
  });

  test('leaves a run to the worker that holds its lease, without a second try', async () => {
    const { ending, calls, entered } = start(new StatesError('RUN_LEASE_LOST', 'another worker'));
    expect(await ending).toMatchObject({ status: 'SUCCEEDED' });
    expect(entered).toEqual(['Run', 'Taken over']);
    expect(calls).toEqual([run]);
  });

  const again: { name: string; answers: Parameters<typeof start>; calls: number }[] = [
    { name: 'a runner that crashed', answers: [crash, crash, crash, { next: 'done' }], calls: 4 },
    {
      name: 'a runner that Lambda throttled',
      answers: [...Array.from({ length: 6 }, () => throttled), { next: 'done' }],
      calls: 7,
    },
  ];
  test.each(again)('starts $name again', async ({ answers, calls: expected }) => {
    const { ending, calls, clock } = start(...answers);
    await clock.advance(120_000);
    expect(await ending).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toEqual(Array.from({ length: expected }, () => run));
  });

  test('fails when a runner crashes again and again: the watchdog finds the run', async () => {
    const { ending, clock } = start(crash, crash, crash, crash);
    await clock.advance(120_000);
    expect(await ending).toMatchObject({ status: 'FAILED', error: 'Runtime.ExitError' });
  });

  test('ends within five minutes, whatever its runner does', async () => {
    const { ending, clock } = start(HANGS, HANGS);
    await clock.advance(300_000);
    expect(await ending).toMatchObject({ status: 'TIMED_OUT' });
  });
});
