import { bindInputs } from '../../shared/planner/bind-inputs.ts';
import type { DraftStep } from '../../shared/planner/draft.ts';
import { findEntities } from '../../shared/planner/entities.ts';
import { viewOperation } from '../../shared/planner/operation-view.ts';
import { FITTED_WEIGHTS } from '../../shared/planner/planner-weights.ts';
import { isoDate } from '../../shared/planner/values.ts';
import { apiOf, operation, parameter } from '../support/planner-apis.ts';

type Inputs = Parameters<typeof parameter>[2];
const text = { type: 'string' };
const number = { type: 'number' };

/** An operation that takes these query parameters; a name that ends with `?` is optional. */
function takes(operationId: string, inputs: Readonly<Record<string, Inputs>>, answers: object = {}) {
  const parameters = Object.entries(inputs).map(([name, schema]) =>
    parameter(name.replace('?', ''), 'query', schema, !name.endsWith('?')),
  );
  const properties = Object.fromEntries(Object.entries(answers));
  const sketch = operation({
    method: 'GET',
    path: `/${operationId}`,
    operationId,
    parameters,
    answers: { type: 'object', properties },
  });
  return viewOperation(apiOf('Things', [sketch]), sketch);
}

function bind(
  view: ReturnType<typeof takes>,
  clause: string,
  { message = clause, earlier = [] as DraftStep[] } = {},
) {
  const context = {
    view,
    text: clause,
    from: message.indexOf(clause),
    message,
    entities: findEntities(message),
    earlier,
    others: [],
  };
  return bindInputs(context, FITTED_WEIGHTS.bind);
}

function literals(...args: Parameters<typeof bind>) {
  const bound = [...bind(...args)];
  return Object.fromEntries(
    bound.map(([name, { source }]) => [name, source.kind === 'literal' ? source.value : source.kind]),
  );
}

describe('bindInputs', () => {
  it.each([
    [
      'small words that tell inputs apart',
      takes('translate_note', { source_language: text, target_language: text }),
      'translate it from Danish to Welsh',
      { source_language: 'Danish' },
    ],
    [
      'pairs around "to"',
      takes('exchange', { amount: number, from: text, to: text }),
      'exchange 250 CHF to SEK',
      { amount: 250, from: 'CHF', to: 'SEK' },
    ],
    [
      'numbers in the order of the inputs',
      takes('add_up', { first: number, second: number }),
      'add up 17 and 25',
      { first: 17, second: 25 },
    ],
    [
      'numbers by the words beside them',
      takes('work_out_margin', { cost: number, income: number }),
      'work out the margin with 900 income and 650 cost',
      { cost: 650, income: 900 },
    ],
    [
      'lists in a row',
      takes('invite_guests', { guests: { type: 'array', items: text } }),
      "invite the guests 'Ann', 'Ben' and 'Cem'",
      { guests: ['Ann', 'Ben', 'Cem'] },
    ],
    [
      'the parts of an address',
      takes('check_address', { street: text, city: text, state: text, zip: text }),
      'check the address 12 Elm Street, Dover, DE 19901',
      { street: '12 Elm Street', city: 'Dover', state: 'DE', zip: '19901' },
    ],
    [
      'dates as an API writes them',
      takes('plan_trip', { start_date: text }),
      'plan a trip that starts on March 3rd, 2025',
      { start_date: '2025-03-03' },
    ],
    [
      'values of an enumeration',
      takes('list_boats', { colour: { type: 'string', enum: ['red', 'blue'] } }),
      'list the blue boats',
      { colour: 'blue' },
    ],
    [
      'a yes that is spoken of',
      takes('make_key', { length: number, 'include_digits?': { type: 'boolean' } }),
      'make a key of length 12, include digits',
      { length: 12, include_digits: true },
    ],
    ['no name for an id', takes('open_case', { case_id: text }), 'open the case of Maria Lopez', {}],
  ])('%s', (_, view, clause, expected) => {
    expect(literals(view, clause)).toMatchObject(expected);
    if (Object.keys(expected).length === 0) expect(literals(view, clause)).toEqual({});
  });

  it('sends a percentage as a share where the input says that it takes one', () => {
    const sketch = operation({
      method: 'GET',
      path: '/levy',
      operationId: 'levy',
      parameters: [{ ...parameter('rate', 'query', number, true), description: 'The rate as a decimal' }],
    });
    const view = viewOperation(apiOf('Levies', [sketch]), sketch);
    expect(literals(view, 'work out the levy at a rate of 8%')).toEqual({ rate: 0.08 });
  });

  it('takes the answer that the clause names', () => {
    const producer = takes('weigh_parcel', { parcel: text }, { gross_weight: number, colour: text });
    const step: DraftStep = {
      view: producer,
      clause: { text: 'weigh the parcel', from: 0, terms: [], entities: [] },
      bound: new Map(),
      supplies: false,
    };
    const view = takes('price_freight', { amount: number });
    const found = bind(view, 'price the freight for the gross weight', { earlier: [step] }).get('amount');
    expect(found?.source).toMatchObject({ kind: 'reference', step, output: { name: 'gross_weight' } });
  });

  it('leaves to another clause what it names', () => {
    const message = "ask for 'Kiwi', then weigh the box";
    const entities = findEntities(message);
    const from = message.indexOf('weigh');
    const others = [{ from: 0, to: 14 }];
    const context = { text: 'weigh the box', from, message, entities, earlier: [], others };
    const optional = takes('weigh_box', { 'label?': text });
    expect(bindInputs({ ...context, view: optional }, FITTED_WEIGHTS.bind).size).toBe(0);
  });
});

describe('isoDate', () => {
  it.each([
    ['January 31st, 2024', '2024-01-31'],
    ['3 May 2025', '2025-05-03'],
    ['March 3rd', 'March 3rd'],
    ['10/11/2024', '10/11/2024'],
  ])('%s', (written, sent) => {
    expect(isoDate(written)).toBe(sent);
  });
});
