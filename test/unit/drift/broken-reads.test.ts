import type { Catalogue } from '../../../shared/domain/catalogue.ts';
import type { StepInput } from '../../../shared/domain/workflow.ts';
import { checkSteps } from '../../../shared/planner/check.ts';
import {
  CONNECTION,
  FIND,
  GET,
  PATHS,
  PET,
  WORKFLOW,
  answer,
  broken,
  call,
  catalogue,
  found,
  ok,
  text,
  type Paths,
} from '../../support/pets-that-drift.ts';

const CASES: readonly (readonly [string, Paths, readonly string[]])[] = [
  [
    'a field that is read is gone',
    answer({ ...PET, properties: { id: PET.properties.id } }),
    [
      'pick response-property-removed response.200.owner',
      'tell response-property-removed response.200.owner',
    ],
  ],
  [
    'a field that nobody reads is gone',
    answer({ ...PET, properties: { id: PET.properties.id, owner: PET.properties.owner } }),
    [],
  ],
  [
    'a field within is gone',
    answer({
      ...PET,
      properties: { ...PET.properties, owner: { type: 'object', properties: { phone: text } } },
    }),
    [
      'pick response-property-removed response.200.owner.email',
      'tell response-property-removed response.200.owner.email',
    ],
  ],
  [
    'a field that is read may be missing',
    answer({ ...PET, required: ['id'] }),
    [
      'pick response-property-became-optional response.200.owner',
      'tell response-property-became-optional response.200.owner',
    ],
  ],
  [
    'a field that is read may be null',
    answer({ ...PET, properties: { ...PET.properties, owner: { ...PET.properties.owner, nullable: true } } }),
    [
      'pick response-property-became-nullable response.200.owner',
      'tell response-property-became-nullable response.200.owner',
    ],
  ],
  [
    'a field of list items has another type',
    {
      '/pets': {
        get: {
          ...FIND,
          responses: ok({
            type: 'array',
            items: { ...PET, properties: { ...PET.properties, id: { type: 'object' } } },
          }),
        },
      },
    },
    ['get response-property-type-changed response.200[].id'],
  ],
  [
    'a new value of an enum',
    answer({
      ...PET,
      properties: { ...PET.properties, status: { type: 'string', enum: ['available', 'sold', 'lost'] } },
    }),
    [],
  ],
  [
    'an answer without a body',
    { '/pets/{petId}': { get: { ...GET, responses: { 204: { description: '' } } } } },
    [
      'pick response-success-status-removed response.200',
      'pick response-body-removed response.204',
      'tell response-success-status-removed response.200',
      'tell response-body-removed response.204',
    ],
  ],
];

test.each(CASES)('%s', async (_, change, expected) => {
  expect((await broken({ ...PATHS, ...change })).toSorted()).toEqual(expected.toSorted());
});

test('a sentence names the operation, the place, and what reads it', async () => {
  const before = catalogue(PATHS);
  const after = catalogue({ ...PATHS, ...answer({ ...PET, properties: { id: PET.properties.id } }) });
  const checked = checkSteps({ steps: WORKFLOW, apis: [{ connection: CONNECTION, catalogue: before }] });
  if ('errors' in checked) throw new Error('The workflow does not check.');
  expect(await found(checked.steps, before, after)).toMatchObject([
    {
      stepId: 'pick',
      stepName: 'pick',
      reasons: [
        { sentence: 'steps.get.owner.email reads the answer of "get": "owner" of the answer is gone.' },
      ],
    },
    {
      stepId: 'tell',
      reasons: [
        {
          method: 'GET',
          path: '/pets/{petId}',
          sentence: '{{steps.get.owner.email}} reads the answer of "get": "owner" of the answer is gone.',
        },
      ],
    },
  ]);
});

test('what stands in loops and conditions reads earlier answers too', async () => {
  const steps: readonly StepInput[] = [
    call('find', 'GET', '/pets', {}),
    {
      name: 'each',
      type: 'loop',
      items: '{{steps.find}}',
      collect: '{{steps.mail}}',
      steps: [
        {
          name: 'known',
          type: 'condition',
          branches: [
            {
              when: 'item.owner.phone = ""',
              steps: [call('mail', 'POST', '/messages', { to: '{{item.owner.email}}' })],
            },
          ],
        },
      ],
    },
  ];
  const before = catalogue(PATHS);
  const checked = checkSteps({ steps, apis: [{ connection: CONNECTION, catalogue: before }] });
  if ('errors' in checked) throw new Error(JSON.stringify(checked.errors));
  const without = (name: string) => {
    const properties = Object.entries(PET.properties.owner.properties).filter(([key]) => key !== name);
    const required = PET.properties.owner.required.filter((key) => key !== name);
    const owner = { type: 'object', required, properties: Object.fromEntries(properties) };
    const pets = ok({ type: 'array', items: { ...PET, properties: { ...PET.properties, owner } } });
    return catalogue({ ...PATHS, '/pets': { get: { ...FIND, responses: pets } } });
  };
  const told = async (after: Catalogue) =>
    (await found(checked.steps, before, after)).map(({ stepId, reasons }) => [stepId, reasons[0]?.location]);
  expect(await told(without('phone'))).toEqual([['known', 'response.200[].owner.phone']]);
  expect(await told(without('email'))).toEqual([['mail', 'response.200[].owner.email']]);
});
