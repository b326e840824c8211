import * as fc from 'fast-check';
import * as z from 'zod';
import { exportWorkflow } from '../../../shared/arazzo/export-workflow.ts';
import { importWorkflow } from '../../../shared/arazzo/import-workflow.ts';
import { matchSources } from '../../../shared/arazzo/match-sources.ts';
import { parseArazzo } from '../../../shared/arazzo/parse-arazzo.ts';
import { writeYaml } from '../../../shared/arazzo/write-yaml.ts';
import { planHash } from '../../../shared/domain/plan-hash.ts';
import { StepInput, type Step } from '../../../shared/domain/workflow.ts';
import { checkSteps } from '../../../shared/planner/check.ts';
import { allApis, chatWorkspace, crm, petStore } from '../../support/planner-apis.ts';

type Written = Readonly<Record<string, unknown>>;

/** Texts that a reader could take for something else. */
const text = fc.oneof(
  fc.string({ maxLength: 12 }).map((given) => given.replaceAll('{{', '')),
  fc.constantFrom(
    '$inputs.name',
    'see {$inputs.name} there',
    '$statusCode',
    '{{input.name}}',
    '{{ input.name }}',
    '{{input["odd name"][0].x}}',
    'To {{input.a.b[2]}} and {{input.c}}',
    "{{input['a/b~c']}}",
    'yes',
    '1e3',
    '2026-01-01',
    '',
  ),
);
const calls: fc.Arbitrary<Written> = fc.oneof(
  fc.record({ value: text }).map(({ value }) => ({
    apiConnectionId: chatWorkspace.connection.id,
    method: 'POST',
    endpoint: '/messages',
    parameters: { channel: '#a', text: value },
  })),
  fc.constant({ apiConnectionId: petStore.connection.id, method: 'GET', endpoint: '/pets' }),
  fc.record({ name: text }).map(({ name }) => ({
    apiConnectionId: crm.connection.id,
    method: 'PATCH',
    endpoint: '/customers/{customerId}',
    parameters: { customerId: '{{input.id}}', name },
    compensate: {
      operationId: 'updateCustomer',
      parameters: { customerId: '{{output.id}}', name: '{{input.name}}' },
    },
  })),
);
const policies = fc.record(
  {
    retry: fc.record(
      { attempts: fc.integer({ min: 1, max: 5 }), backoffSeconds: fc.integer({ min: 0, max: 9 }) },
      { requiredKeys: ['attempts'] },
    ),
    timeoutSeconds: fc.integer({ min: 1, max: 120 }),
  },
  { requiredKeys: [] },
);

/** Any workflow of the vocabulary. References to earlier steps are added below, since their ids have to be known. */
const steps: fc.Arbitrary<readonly Written[]> = fc.letrec<{ steps: Written[]; step: Written }>((tie) => {
  const onError = fc.option(
    fc.oneof(fc.constantFrom('fail', 'continue'), fc.record({ steps: tie('steps') })),
    { nil: undefined, freq: 3 },
  );
  const name = fc.constantFrom('Find pets', 'Tell', 'a', 'Ünïcode & more', '123');
  const step = <T extends Written>(of: fc.Arbitrary<T>): fc.Arbitrary<Written> =>
    fc.tuple(name, onError, of).map(([called, error, own]) => ({
      name: called,
      ...own,
      ...(error === undefined ? {} : { onError: error }),
    }));
  return {
    steps: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
    step: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      step(fc.tuple(calls, policies).map(([one, policy]) => ({ type: 'api_call', ...one, ...policy }))),
      step(
        fc.constant({
          type: 'connector',
          action: 'http.request',
          input: { method: 'POST', url: 'https://hooks.example.com/in', body: { of: '{{input.name}}' } },
        }),
      ),
      step(fc.constant({ type: 'transform', expression: '{"a": input.x, "b": "{{not one}}"}' })),
      step(
        fc.oneof(
          fc.constant({ type: 'wait', seconds: 5 }),
          fc.constant({ type: 'wait', until: '{{input.at}}' }),
        ),
      ),
      step(
        fc.constant({
          type: 'approval',
          message: 'Go on with {{input.name}}?',
          form: [{ name: 'size', type: 'string', enum: ['s', 'l'] }],
          approvers: { roles: ['OWNER'] },
          expiresAfterSeconds: 60,
        }),
      ),
      step(
        fc.record({
          type: fc.constant('parallel'),
          branches: fc.array(fc.record({ steps: tie('steps') }), { minLength: 2, maxLength: 2 }),
        }),
      ),
      step(
        fc.record(
          {
            type: fc.constant('condition'),
            branches: fc.array(fc.record({ when: fc.constant('input.a = 1'), steps: tie('steps') }), {
              minLength: 1,
              maxLength: 2,
            }),
            otherwise: tie('steps'),
          },
          { requiredKeys: ['type', 'branches'] },
        ),
      ),
      step(
        fc.record(
          {
            type: fc.constant('loop'),
            items: fc.constant('{{input.list}}'),
            steps: tie('steps'),
            concurrency: fc.integer({ min: 1, max: 5 }),
            collect: fc.constant('{{item.name}} {{index}}'),
            onItemError: fc.constantFrom('fail', 'continue'),
          },
          { requiredKeys: ['type', 'items', 'steps'] },
        ),
      ),
    ),
  };
}).steps;

/** References as a person writes them: by the name or the id of a step, with or without space. */
const REFERENCES = [
  '{{steps.first[0].name}}',
  'Found {{steps.First[1].id}}!',
  '{{ steps.first[0].id }}',
  '{{steps.first}}',
];
const workflow = fc.tuple(steps, fc.constantFrom(...REFERENCES)).map(([list, reference]) => [
  {
    name: 'First',
    type: 'api_call',
    apiConnectionId: petStore.connection.id,
    method: 'GET',
    endpoint: '/pets',
  },
  {
    name: 'Second',
    type: 'api_call',
    apiConnectionId: chatWorkspace.connection.id,
    method: 'POST',
    endpoint: '/messages',
    parameters: {
      channel: '#b',
      text: reference.startsWith('{{steps.first}}') ? 'x {{steps.first}}' : `${reference} `,
    },
  },
  ...list,
]);

const STEPS = z.lazy(() => z.array(StepInput));

function checked(written: unknown): readonly Step[] {
  const result = checkSteps({ steps: STEPS.parse(written), apis: allApis });
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.steps;
}

function travel(given: readonly Step[], write: (document: object) => string): readonly Step[] {
  const connections = allApis.map(({ connection }) => connection);
  const { document } = exportWorkflow({
    workflow: { name: 'Any', description: '' },
    version: 3,
    steps: given,
    connections,
  });
  const parsed = parseArazzo(write(document));
  const { found, faults } = matchSources({ document: parsed, connections, chosen: {} });
  expect(faults).toEqual([]);
  const [target] = parsed.workflows;
  if (target === undefined) throw new Error('It has no workflow.');
  const apis = allApis.map((api) => [api.connection.id, api] as const);
  const byId = new Map(apis);
  const sources = new Map(
    [...found].flatMap(([name, { id }]) => {
      const api = byId.get(id);
      return api === undefined ? [] : [[name, api] as const];
    }),
  );
  const imported = importWorkflow({ document: parsed, workflow: target, sources });
  expect(imported.faults).toEqual([]);
  return checked(imported.steps);
}

test('a workflow that goes out and comes in again has the hash that was approved', () => {
  fc.assert(
    fc.property(workflow, fc.boolean(), (written, asYaml) => {
      const valid = checkSteps({ steps: STEPS.parse(written), apis: allApis });
      // Some are too deep.
      fc.pre('steps' in valid);
      const before = checked(written);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what export makes is JSON
      const after = travel(before, (document) =>
        asYaml ? writeYaml(document as never) : JSON.stringify(document),
      );
      expect(after).toEqual(before);
      expect(planHash(after)).toBe(planHash(before));
    }),
    { numRuns: 60 },
  );
});
