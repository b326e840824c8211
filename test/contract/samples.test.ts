import { load } from 'js-yaml';
import { startSamples } from '../../local/samples/index.ts';
import { callSample, describedOperations, readDocument, schemaCheck } from '../support/sample-calls.ts';

const ANY_PORT = { 'Pet Store': 0, 'Chat Workspace': 0, CRM: 0 };
const NAMES = ['Pet Store', 'Chat Workspace', 'CRM'];

/** One call of every operation, in an order in which each finds what it needs. */
const CALLS: Readonly<Record<string, readonly Call[]>> = {
  'Pet Store': [
    ['listPets', 'GET', '/pets?status=available&limit=2', 200],
    ['addPet', 'POST', '/pets', 201, { name: 'Pepper', species: 'cat' }],
    ['getPet', 'GET', '/pets/7', 200],
    ['updatePet', 'PATCH', '/pets/7', 200, { price: 80 }],
    ['placeOrder', 'POST', '/orders', 201, { petId: 7, customerName: 'Ada Park' }],
    ['listOrders', 'GET', '/orders?status=placed', 200],
    ['getOrder', 'GET', '/orders/1002', 200],
    ['cancelOrder', 'POST', '/orders/1002/cancel', 200],
    ['deletePet', 'DELETE', '/pets/7', 204],
    ['getInventory', 'GET', '/inventory', 200],
  ],
  'Chat Workspace': [
    ['listChannels', 'GET', '/channels', 200],
    ['createChannel', 'POST', '/channels', 201, { name: '#volunteers' }],
    ['getChannel', 'GET', '/channels/%23volunteers', 200],
    ['postMessage', 'POST', '/messages', 201, { channel: '#adoptions', text: 'Biscuit!' }],
    ['listMessages', 'GET', '/channels/adoptions/messages?limit=1', 200],
    ['getMessage', 'GET', '/messages/M000002', 200],
    ['updateMessage', 'PATCH', '/messages/M000002', 200, { text: 'Biscuit and Mochi!' }],
    ['addReaction', 'POST', '/messages/M000002/reactions', 201, { name: 'heart' }],
    ['deleteMessage', 'DELETE', '/messages/M000002', 204],
    ['listUsers', 'GET', '/users?email=ben.okafor@example.com', 200],
    ['getUser', 'GET', '/users/U0001', 200],
  ],
  CRM: [
    ['searchContacts', 'GET', '/contacts?email=ADA.park@example.com', 200],
    ['createContact', 'POST', '/contacts', 201, { name: 'Noor Haddad', email: 'noor@example.com' }],
    ['getContact', 'GET', '/contacts/cont_4', 200],
    ['updateContact', 'PATCH', '/contacts/cont_4', 200, { phone: '+47 1' }],
    ['addNote', 'POST', '/contacts/cont_4/notes', 201, { text: 'Call back.' }],
    ['listNotes', 'GET', '/contacts/cont_4/notes', 200],
    ['deleteContact', 'DELETE', '/contacts/cont_4', 204],
    ['listCompanies', 'GET', '/companies?name=fjord', 200],
    ['createCompany', 'POST', '/companies', 201, { name: 'Acme' }],
    ['getCompany', 'GET', '/companies/comp_3', 200],
    ['listDeals', 'GET', '/deals?stage=won', 200],
    ['createDeal', 'POST', '/deals', 201, { title: 'Lamps', amount: 10, contactId: 'cont_2' }],
    ['getDeal', 'GET', '/deals/deal_3', 200],
    ['updateDeal', 'PATCH', '/deals/deal_3', 200, { stage: 'won' }],
  ],
};
type Call = readonly [operationId: string, method: string, path: string, status: number, body?: object];

let samples: Awaited<ReturnType<typeof startSamples>>;
const sampleCalled = (name: string) => {
  const found = samples.find((sample) => sample.name === name);
  if (found === undefined) throw new Error(`There is no sample ${name}.`);
  return found;
};

beforeEach(async () => {
  samples = await startSamples({ ports: ANY_PORT });
});
afterEach(async () => {
  await Promise.all(samples.map(async (sample) => sample.close()));
});

describe.each(NAMES)('%s', (name) => {
  test('its document is whole: references, parameters, ids, examples', async () => {
    const sample = sampleCalled(name);
    const document = await readDocument(sample);
    const validate = schemaCheck(document);
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: name },
      servers: [{ url: sample.url }],
    });

    const operations = describedOperations(document);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { path, summary, description, tags, parameters, responses } of operations) {
      expect([summary, description, ...tags].every((text) => text.length > 0)).toBe(true);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect(parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(inPath);
      expect(Object.keys(responses)).toContain('401');
    }
    for (const [schema, { example }] of Object.entries(document.components.schemas)) {
      if (example !== undefined) expect(validate(`/components/schemas/${schema}`, example)).toEqual([]);
    }
    for (const reference of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
      expect(Object.keys(document.components.schemas)).toContain(reference[1]);
    }
    for (const scheme of document.security.flatMap((one) => Object.keys(one))) {
      expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
    }
    const yaml = await callSample(sample, { method: 'GET', path: '/openapi.yaml', anonymous: true });
    expect(load(yaml.text)).toEqual(document);
  });

  test('every operation answers what the document says', async () => {
    const sample = sampleCalled(name);
    const document = await readDocument(sample);
    const validate = schemaCheck(document);
    const operations = new Map(describedOperations(document).map((one) => [one.operationId, one]));
    const calls = CALLS[name] ?? [];
    expect(calls.map(([operationId]) => operationId).toSorted()).toEqual([...operations.keys()].toSorted());
    for (const [operationId, method, path, status, body] of calls) {
      const answer = await callSample(sample, { method, path, ...(body === undefined ? {} : { body }) });
      expect({ operationId, status: answer.status, text: answer.text }).toMatchObject({
        operationId,
        status,
      });
      const described = operations.get(operationId);
      expect(described?.method).toBe(method.toLowerCase());
      expect(Object.keys(described?.responses ?? {})).toContain(String(status));
      if (status === 204) expect(answer.text).toBe('');
      else expect(validate(described?.answerPointer(status) ?? '', answer.body)).toEqual([]);
    }
  });

  test('refuses every operation without the credential or with a wrong one, and does nothing', async () => {
    const sample = sampleCalled(name);
    for (const [, method, path, , body] of CALLS[name] ?? []) {
      for (const credential of [{ anonymous: true }, { credential: 'wrong:wrong-wrong-wrong-wrong' }]) {
        const answer = await callSample(sample, {
          method,
          path,
          ...(body === undefined ? {} : { body }),
          ...credential,
        });
        expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
      }
    }
    const [first] = CALLS[name] ?? [];
    const { text } = await callSample(sample, { method: 'GET', path: first?.[2] ?? '' });
    const others = await startSamples({ ports: ANY_PORT });
    samples = [...samples, ...others];
    const fresh = others.find((one) => one.name === name);
    if (fresh === undefined) throw new Error('There is no fresh sample.');
    expect(text).toBe((await callSample(fresh, { method: 'GET', path: first?.[2] ?? '' })).text);
  });
});
