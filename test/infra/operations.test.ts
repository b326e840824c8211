import { nameOf, textOf } from '../support/permissions-of.ts';
import { type Json, list, object, string, synthesized } from '../support/synthesized.ts';

const template = await synthesized();
const alarms = template.ofType('AWS::CloudWatch::Alarm').map(({ id, properties }) => ({ id, properties }));

/** Every metric an alarm reads, as `namespace metric of the resource`. */
function metricsOf(alarm: Json): string[] {
  const inExpression = list(alarm.Metrics).map((one) => object(object(object(one).MetricStat).Metric));
  return [alarm, ...inExpression]
    .filter(({ MetricName }) => MetricName !== undefined)
    .map(({ Namespace, MetricName, Dimensions }) => {
      const of = list(Dimensions).map((dimension) => textOf(object(dimension).Value));
      return `${string(Namespace)} ${string(MetricName)} ${of.join(' ')}`;
    });
}

const watched = new Set(alarms.flatMap(({ properties }) => metricsOf(properties)));

describe('the alarms', () => {
  test.each(alarms.map(({ id, properties }) => [id, properties] as const))(
    '%s says what people notice and tells the topic',
    (_, alarm) => {
      // A sentence for a person: some words, and a full stop.
      expect(string(alarm.AlarmDescription).split(' ').length).toBeGreaterThanOrEqual(5);
      expect(alarm.AlarmDescription).toMatch(/^[A-Z].*\.$/);
      expect(list(alarm.AlarmActions).map(textOf)).toEqual(['Alarms']);
      expect(alarm.TreatMissingData).toBe('notBreaching');
    },
  );

  test('no two of them say the same', () => {
    const said = alarms.map(({ properties }) => properties.AlarmDescription);
    expect(new Set(said).size).toBe(said.length);
  });

  test.each(
    template.ofType('AWS::Lambda::Function').map(({ properties }) => nameOf(properties.FunctionName)),
  )('function %s has one for its errors', (name) =>
    expect([...watched]).toContain(`AWS/Lambda Errors ${name.replaceAll('-', '')}Function`),
  );

  test.each(['ExecutionsFailed', 'ExecutionsTimedOut'])('the machine has one for %s', (metric) =>
    expect([...watched]).toContain(`AWS/States ${metric} runworkflowmachineMachine`),
  );

  test.each([
    'WatchdogDeadLetters',
    'IngestionDeadLetters',
    'RefreshesDeadLetters',
    'NightlyDeadLetters',
    'ChecksDeadLetters',
    'PublishDeadLetters',
    'SchedulesDeadLetters',
    'FollowedDeadLetters',
  ])('the dead letters of %s have one', (queue) =>
    expect([...watched]).toContain(`AWS/SQS ApproximateNumberOfMessagesVisible ${queue}`),
  );

  test('server errors, slow answers, late events and a slow watchdog have one', () => {
    expect([...watched]).toEqual(
      expect.arrayContaining([
        'AWS/ApiGateway 5xx HttpApi',
        'AWS/ApiGateway Latency HttpApi',
        'AWS/Lambda IteratorAge publishoutboxFunction',
        'AWS/SQS ApproximateAgeOfOldestMessage WatchdogQueue',
      ]),
    );
  });
});

describe('the logs', () => {
  test.each(template.ofType('AWS::Logs::LogGroup').map(({ id, properties }) => [id, properties] as const))(
    '%s forgets',
    (_, { RetentionInDays }) => expect(RetentionInDays).toBe(1),
  );

  test('every function and machine writes to a log group of the template', () => {
    const groups = new Set(
      template.ofType('AWS::Logs::LogGroup').map(({ id }) => textOf({ Ref: id.split('/')[1] ?? '' })),
    );
    for (const { properties } of template.ofType('AWS::Lambda::Function')) {
      expect(groups).toContain(textOf(object(properties.LoggingConfig).LogGroup));
    }
    for (const { properties } of template.ofType('AWS::StepFunctions::StateMachine')) {
      const [destination] = list(object(properties.LoggingConfiguration).Destinations).map(object);
      expect(groups).toContain(textOf(object(destination?.CloudWatchLogsLogGroup).LogGroupArn));
      expect(properties.LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    }
  });
});

describe('the dashboard', () => {
  const dashboards = template.ofType('AWS::CloudWatch::Dashboard');
  const body = textOf(dashboards[0]?.properties.DashboardBody);

  test('is one, and its body is JSON', () => {
    expect(dashboards).toHaveLength(1);
    expect(JSON.parse(body).widgets.length).toBeGreaterThan(8);
  });

  test.each([
    ['AWS/ApiGateway', 'Count'],
    ['AWS/ApiGateway', '4xx'],
    ['AWS/ApiGateway', '5xx'],
    ['AWS/ApiGateway', 'Latency'],
    ['AWS/Lambda', 'Errors'],
    ['AWS/Lambda', 'Duration'],
    ['AWS/Lambda', 'Throttles'],
    ['AWS/Lambda', 'IteratorAge'],
    ['AWS/States', 'ExecutionsStarted'],
    ['AWS/States', 'ExecutionsFailed'],
    ['AWS/DynamoDB', 'ReadThrottleEvents'],
    ['AWS/DynamoDB', 'WriteThrottleEvents'],
    ['AWS/SQS', 'ApproximateAgeOfOldestMessage'],
    ['AWS/SQS', 'ApproximateNumberOfMessagesVisible'],
  ])('shows %s %s', (namespace, metric) => {
    expect(body).toContain(`["${namespace}","${metric}"`);
  });

  test('shows every function', () => {
    for (const { properties } of template.ofType('AWS::Lambda::Function')) {
      expect(body).toContain(`"label":"${nameOf(properties.FunctionName)}"`);
    }
  });
});
