import { DefinitionError, parseDefinition } from '../../local/asl/parse-definition.ts';
import type { MachineType } from '../../local/asl/definition.ts';

const machine = (states: object, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const INVOKE = 'arn:aws:states:::lambda:invoke';
const task = (more: object) => machine({ A: { Type: 'Task', Resource: INVOKE, End: true, ...more } });
const scope = (state: object) => ({ StartAt: 'In', States: { In: { End: true, ...state } } });

function problemsOf(definition: unknown, type: MachineType = 'STANDARD'): readonly string[] {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  try {
    parseDefinition({ text, type });
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}

describe('a definition is refused', () => {
  const table: [name: string, definition: unknown, problem: string][] = [
    ['that is not JSON', '{', 'it is not JSON'],
    ['that is not an object', [], 'the machine: '],
    [
      'in JSONPath by default',
      { StartAt: 'A', States: { A: { Type: 'Succeed' } } },
      'QueryLanguage: only JSONata',
    ],
    ['with a JSONPath state', machine({ A: { Type: 'Succeed', QueryLanguage: 'JSONPath' } }), 'only JSONata'],
    ['with a JSONPath field', task({ Parameters: {} }), 'States.A: Unrecognized key: "Parameters"'],
    ['with a field nobody knows', task({ Retries: [] }), 'Unrecognized key: "Retries"'],
    [
      'with an unknown field of the machine',
      machine({ A: { Type: 'Succeed' } }, { Timeout: 1 }),
      '"Timeout"',
    ],
    ['with an unknown type of state', machine({ A: { Type: 'Loop' } }), 'States.A.Type: '],
    ['without states', { QueryLanguage: 'JSONata', StartAt: 'A', States: {} }, 'StartAt names no state: "A"'],
    [
      'that starts at a name of Object',
      machine({ A: { Type: 'Succeed' } }, { StartAt: 'toString' }),
      'StartAt names',
    ],
    [
      'whose transition leads nowhere',
      machine({ A: { Type: 'Pass', Next: 'B' } }),
      'there is no state "B" beside it',
    ],
    [
      'whose catcher leads nowhere',
      task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }),
      'there is no state "B" beside it',
    ],
    [
      'with a state that nothing leads to',
      machine({ A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }),
      'state "B": no transition leads to it',
    ],
    [
      'with a state that neither ends nor goes on',
      machine({ A: { Type: 'Pass' } }),
      'exactly one of Next and End is needed',
    ],
    [
      'with a state that ends and goes on',
      machine({ A: { Type: 'Pass', Next: 'B', End: true }, B: { Type: 'Succeed' } }),
      'exactly one of Next and End is needed',
    ],
    [
      'with one name twice in the machine',
      machine({ In: { Type: 'Parallel', Branches: [scope({ Type: 'Pass' })], End: true } }),
      'another state of the machine has the same name',
    ],
    [
      'with an expression that is none',
      task({ Arguments: { a: ['{% 1 + %}'] } }),
      'Arguments/a/0: not a JSONata',
    ],
    [
      'with an expression that does not close',
      task({ Arguments: '{% 1' }),
      'Arguments: a JSONata string ends',
    ],
    ['that uses $eval', task({ Output: "{% $eval('1') %}" }), 'Output: $eval is not available'],
    [
      'with a condition that is no expression',
      machine({ A: { Type: 'Choice', Choices: [{ Condition: 'x', Next: 'A' }] } }),
      'Condition: ',
    ],
    [
      'that assigns $states',
      machine({ A: { Type: 'Pass', Assign: { states: 1 }, End: true } }),
      '"states" is not a name',
    ],
    [
      'that assigns a bad name',
      machine({ A: { Type: 'Pass', Assign: { 'a-b': 1 }, End: true } }),
      '"a-b" is not a name',
    ],
    [
      'that assigns an outer variable inside a Map',
      machine({
        A: { Type: 'Pass', Assign: { v: 1 }, Next: 'M' },
        M: { Type: 'Map', ItemProcessor: scope({ Type: 'Pass', Assign: { v: 2 } }), End: true },
      }),
      'state "In": "v" belongs to an outer scope',
    ],
    [
      'with an unknown integration',
      task({ Resource: 'arn:aws:states:::sns:publish' }),
      'does not integrate with',
    ],
    [
      'with an SDK integration',
      task({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject' }),
      'no aws-sdk integrations',
    ],
    ['with an unknown pattern', task({ Resource: `${INVOKE}.sync` }), 'no such integration pattern'],
    [
      'with the old .sync',
      task({ Resource: 'arn:aws:states:::states:startExecution.sync' }),
      'no such integration',
    ],
    [
      'with a heartbeat that nothing sends',
      task({ HeartbeatSeconds: 5 }),
      'HeartbeatSeconds needs .waitForTaskToken',
    ],
    [
      'with a heartbeat as long as the time limit',
      task({ Resource: `${INVOKE}.waitForTaskToken`, HeartbeatSeconds: 5, TimeoutSeconds: 5 }),
      'HeartbeatSeconds must be smaller than TimeoutSeconds',
    ],
    [
      'with States.ALL beside another name',
      task({ Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] }),
      'States.ALL stands alone',
    ],
    [
      'with States.ALL before another retrier',
      task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] }),
      'Retry: States.ALL stands alone and last',
    ],
    ['with no error to match', task({ Retry: [{ ErrorEquals: [] }] }), 'ErrorEquals: '],
    ['with a rate below 1', task({ Retry: [{ ErrorEquals: ['X'], BackoffRate: 0.5 }] }), 'BackoffRate: '],
    [
      'with an unknown jitter',
      task({ Retry: [{ ErrorEquals: ['X'], JitterStrategy: 'HALF' }] }),
      'JitterStrategy: ',
    ],
    [
      'with a highest delay below the interval',
      task({ Retry: [{ ErrorEquals: ['X'], IntervalSeconds: 5, MaxDelaySeconds: 5 }] }),
      'MaxDelaySeconds must be greater than IntervalSeconds',
    ],
    [
      'with a Wait for nothing',
      machine({ A: { Type: 'Wait', End: true } }),
      'exactly one of Seconds and Timestamp',
    ],
    ['with a Wait for half a second', machine({ A: { Type: 'Wait', Seconds: 0.5, End: true } }), 'Seconds: '],
    [
      'with a Wait until no time',
      machine({ A: { Type: 'Wait', Timestamp: 'noon', End: true } }),
      'not an ISO 8601 time',
    ],
    [
      'with a distributed Map',
      machine({
        M: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            ...scope({ Type: 'Pass' }),
          },
          End: true,
        },
      }),
      'ProcessorConfig',
    ],
    [
      'with what only a distributed Map tolerates',
      machine({
        M: { Type: 'Map', ToleratedFailureCount: 1, ItemProcessor: scope({ Type: 'Pass' }), End: true },
      }),
      '"ToleratedFailureCount"',
    ],
  ];
  test.each(table)('%s', (_, definition, problem) => {
    expect(problemsOf(definition)).toContainEqual(expect.stringContaining(problem));
  });

  test.each(['lambda:invoke.waitForTaskToken', 'states:startExecution.sync:2'])(
    'as Express, with %s',
    (resource) => {
      const definition = task({ Resource: `arn:aws:states:::${resource}` });
      expect(problemsOf(definition, 'STANDARD')).toEqual([]);
      expect(problemsOf(definition, 'EXPRESS')).toContainEqual(
        expect.stringContaining('no .sync and no .waitForTask'),
      );
    },
  );
});

test('a definition with every state and field that is spoken passes', () => {
  const retry = {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 1,
    MaxAttempts: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 9,
    JitterStrategy: 'FULL',
  };
  const handled = {
    Retry: [retry, { ErrorEquals: ['States.ALL'] }],
    Catch: [
      { ErrorEquals: ['States.ALL'], Assign: { why: '{% $states.errorOutput %}' }, Output: {}, Next: 'F' },
    ],
  };
  const definition = machine(
    {
      P: { Type: 'Pass', Comment: '{% not evaluated', Assign: { v: 1 }, Output: {}, Next: 'T' },
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Arguments: { QueueUrl: 'q', MessageBody: '{% $states.context.Task.Token %}' },
        TimeoutSeconds: 60,
        HeartbeatSeconds: '{% 5 %}',
        ...handled,
        Next: 'L',
      },
      L: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:run', Next: 'C' },
      C: { Type: 'Choice', Choices: [{ Condition: '{% $v = 1 %}', Next: 'W' }], Default: 'S' },
      W: { Type: 'Wait', Timestamp: '{% $now() %}', Next: 'Fan' },
      Fan: { Type: 'Parallel', Branches: [scope({ Type: 'Pass' })], ...handled, Next: 'M' },
      M: {
        Type: 'Map',
        Items: '{% [1] %}',
        ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
        MaxConcurrency: 2,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'In2',
          States: { In2: { Type: 'Pass', End: true } },
        },
        ...handled,
        Next: 'S',
      },
      S: { Type: 'Succeed', Output: '{% $v %}' },
      F: { Type: 'Fail', Error: '{% $why.Error %}', Cause: 'x' },
    },
    { Comment: 'all', Version: '1.0', TimeoutSeconds: 3600 },
  );
  expect(problemsOf(definition)).toEqual([]);
});
