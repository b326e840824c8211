import { readFileSync } from 'node:fs';
import aslValidator from 'asl-validator';
import { OUTBOX_PREFIX } from '../../shared/aws/table.ts';
import { ERROR_CATALOGUE } from '../../shared/domain/errors.ts';
import { EVENT_SOURCE } from '../../shared/domain/events.ts';
import { nameOf, textOf } from '../support/permissions-of.ts';
import { type Json, type JsonValue, list, object, string, synthesized } from '../support/synthesized.ts';

const template = await synthesized();

function timeoutOf(functionId: string): number {
  const found = template
    .ofType('AWS::Lambda::Function')
    .find(({ id }) => textOf({ Ref: id.split('/')[1] ?? '' }) === functionId);
  return Number(found?.properties.Timeout);
}

describe('asynchronous consumers', () => {
  const mappings = template.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
  const of = (target: string): Json =>
    mappings.find(({ FunctionName }) => textOf(FunctionName) === target) ?? {};

  test('report the messages that failed, so that the others are not repeated', () => {
    expect(mappings).toHaveLength(7);
    for (const mapping of mappings)
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  test('the outbox publisher sees new outbox rows alone', () => {
    const [filter] = list(object(of('publishoutboxFunction').FilterCriteria).Filters).map(object);
    expect(JSON.parse(string(filter?.Pattern))).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { sk: { S: [{ prefix: OUTBOX_PREFIX }] } } },
    });
  });

  test('the outbox publisher starts at the oldest row, halves failing batches and gives up into a queue', () => {
    const mapping = of('publishoutboxFunction');
    expect(mapping).toMatchObject({ StartingPosition: 'TRIM_HORIZON', BisectBatchOnFunctionError: true });
    expect(Number(mapping.MaximumRetryAttempts)).toBeGreaterThan(0);
    expect(Number(mapping.MaximumRecordAgeInSeconds)).toBeLessThan(86_400);
    expect(textOf(object(object(mapping.DestinationConfig).OnFailure).Destination)).toBe(
      'PublishDeadLetters',
    );
  });

  test('the reader of documents takes one at a time, and so many at once', () => {
    expect(of('ingestFunction')).toMatchObject({
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test.each([
    ['Watchdog', 'watchrunsFunction', 6],
    // Its consumer has a heartbeat.
    ['Ingestion', 'ingestFunction', 1],
    ['Refreshes', 'ingestFunction', 6],
    ['Checks', 'checkconnectionsFunction', 6],
  ])(
    'the queue %s has dead letters and hides a message from all but %s for %d of its time-outs',
    (name, consumer, timeouts) => {
      const queue = template
        .ofType('AWS::SQS::Queue')
        .find(({ id }) => textOf({ Ref: id.split('/')[1] ?? '' }) === `${name}Queue`);
      const { VisibilityTimeout, RedrivePolicy } = queue?.properties ?? {};
      expect(textOf(object(RedrivePolicy).deadLetterTargetArn)).toBe(`${name}DeadLetters`);
      expect(Number(VisibilityTimeout)).toBe(timeouts * timeoutOf(consumer));
    },
  );

  const rules = template.ofType('AWS::Events::Rule').map(({ properties }) => properties);
  const ruleFor = (target: string): Json =>
    rules.find(({ Targets }) => list(Targets).some((one) => textOf(object(one).Arn) === target)) ?? {};

  test('every rule has targets with a dead-letter queue, and so has every function that a rule invokes', () => {
    expect(rules.map(({ Description }) => string(Description)).toSorted()).toEqual([
      'Brings the events of workspaces to the triggers that wait for them',
      'Publishes outbox rows that the stream did not bring across',
      'Queues the documents that are too large or too slow to be waited for',
      'Sends every connection to be refreshed, once a night',
    ]);
    for (const target of rules.flatMap(({ Targets }) => list(Targets)).map(object)) {
      expect(textOf(object(target.DeadLetterConfig).Arn)).toMatch(/DeadLetters$/);
      const invoked = template
        .ofType('AWS::Lambda::Function')
        .find(({ id }) => textOf({ Ref: id.split('/')[1] ?? '' }) === textOf(target.Arn));
      if (invoked !== undefined) {
        expect(textOf(object(invoked.properties.DeadLetterConfig).TargetArn)).toMatch(/DeadLetters$/);
      }
    }
  });

  test('connections are refreshed once a night, two at a time, apart from those that people wait for', () => {
    expect(ruleFor('refreshconnectionsFunction').ScheduleExpression).toBe('cron(17 2 * * ? *)');
    const atNight = mappings.find(({ EventSourceArn }) => textOf(EventSourceArn) === 'RefreshesQueue');
    expect(atNight).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  });

  test('the outbox is driven again every five minutes', () => {
    const rule = ruleFor('publishoutboxFunction');
    expect(rule.ScheduleExpression).toBe('rate(5 minutes)');
    expect(list(rule.Targets).map((target) => object(target).Input)).toEqual(['{"redrive":true}']);
  });

  test('an event that calls for the reading of a document reaches its queue as a message', () => {
    const rule = ruleFor('IngestionQueue');
    expect(textOf(rule.EventBusName)).toBe('Bus');
    expect(rule.EventPattern).toEqual({
      source: [EVENT_SOURCE],
      'detail-type': ['connection.ingestion_queued'],
    });
    expect(list(rule.Targets).map((target) => object(target).InputPath)).toEqual(['$.detail.data']);
  });

  test('the bus has the name of its environment', () => {
    expect(template.ofType('AWS::Events::EventBus').map(({ properties }) => properties.Name)).toEqual([
      'apiq-local-events',
    ]);
  });
});

const machines = template.ofType('AWS::StepFunctions::StateMachine').map(({ properties }) => properties);

describe.each(['run-workflow', 'hold-workflow'])('the state machine %s', (name) => {
  const text = readFileSync(new URL(`../../statemachines/${name}.asl.json`, import.meta.url), 'utf8');
  const definition: Json = JSON.parse(text);
  const machine = machines.find(({ StateMachineName }) => nameOf(StateMachineName) === name);

  test('deploys the file, every substitution filled', () => {
    expect(JSON.parse(string(machine?.DefinitionString))).toEqual(definition);
    const asked = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, variable]) => variable);
    expect(Object.keys(object(machine?.DefinitionSubstitutions)).toSorted()).toEqual(asked.toSorted());
  });

  test('is valid Amazon States Language in JSONata', () => {
    const { isValid, errorsText } = aslValidator(definition);
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
    expect(definition.QueryLanguage).toBe('JSONata');
  });

  test('waits for no task without a limit', () => {
    const tasks = Object.values(object(definition.States))
      .map(object)
      .filter(({ Type }) => Type === 'Task');
    expect(tasks.length).toBeGreaterThan(0);
    for (const { TimeoutSeconds } of tasks) expect(Number(TimeoutSeconds)).toBeGreaterThan(0);
  });
});

describe('the state machine of runs', () => {
  const text = readFileSync(new URL('../../statemachines/run-workflow.asl.json', import.meta.url), 'utf8');
  const definition: Json = JSON.parse(text);
  const states = Object.values(object(definition.States)).map(object);

  test('is an Express machine that is traced', () => {
    expect(machines[0]).toMatchObject({
      StateMachineType: 'EXPRESS',
      TracingConfiguration: { Enabled: true },
    });
  });

  test('ends within the five minutes of Express, and each task before it', () => {
    const limit = Number(definition.TimeoutSeconds);
    expect(limit).toBeLessThanOrEqual(300);
    const tasks = states.filter(({ Type }) => Type === 'Task');
    expect(tasks.length).toBeGreaterThan(0);
    for (const { TimeoutSeconds } of tasks) expect(Number(TimeoutSeconds)).toBeLessThan(limit);
  });

  test('every task is tried again with full jitter', () => {
    for (const { Retry } of states.filter(({ Type }) => Type === 'Task')) {
      const retriers = list(Retry).map(object);
      const again = retriers.filter(({ MaxAttempts }) => MaxAttempts !== 0);
      expect(again.length).toBeGreaterThan(0);
      for (const retrier of again) expect(retrier).toMatchObject({ JitterStrategy: 'FULL', BackoffRate: 2 });
    }
  });

  test('names no error that neither AWS nor the catalogue knows', () => {
    const named = new Set(errorsIn(states));
    expect(named).toContain('RUN_LEASE_LOST');
    const unknown = [...named].filter(
      (name) => !/^(States|Lambda)\.\w+$/.test(name) && !Object.hasOwn(ERROR_CATALOGUE, name),
    );
    expect(unknown).toEqual([]);
  });
});

function errorsIn(value: JsonValue | undefined): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { ErrorEquals, ...others } = object(value);
  const children = Array.isArray(value) ? value : Object.values(others);
  return [...list(ErrorEquals).map(string), ...children.flatMap(errorsIn)];
}
