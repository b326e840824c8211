import * as z from 'zod';
import { everyStep, StepInput } from '../../../shared/domain/workflow.ts';
import { checkSteps } from '../../../shared/planner/check.ts';
import { JSON_PLACEHOLDER_ENDPOINTS } from '../../../shared/presets/json-placeholder-endpoints.ts';
import { PRESETS } from '../../../shared/presets/presets.ts';
import { SALESFORCE_ENDPOINTS } from '../../../shared/presets/salesforce-endpoints.ts';
import { fillTemplate } from '../../../shared/templates/fill-template.ts';
import type { Template } from '../../../shared/templates/template.ts';
import { TEMPLATES } from '../../../shared/templates/templates.ts';
import { apiOf, operation, parameter } from '../../support/planner-apis.ts';

const text = { type: 'string' };
const inPath = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => parameter(name, 'path'));
const object = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, text])),
});
const read = (path: string, query: string[] = [], answers: object = {}) =>
  operation({
    method: 'GET',
    path,
    parameters: [...inPath(path), ...query.map((name) => parameter(name, 'query', {}))],
    answers: JSON.parse(JSON.stringify(answers)),
  });
const write = (path: string, ...members: string[]) =>
  operation({ method: 'POST', path, parameters: inPath(path), body: object(...members) });

/** What of each API the templates speak of, after its own documentation; those written by hand are as they are shipped. */
const APIS = {
  github: apiOf('github', [
    read('/repos/{owner}/{repo}/releases/latest', [], object('tag_name', 'html_url')),
    read('/repos/{owner}/{repo}/issues', ['state', 'per_page'], {
      type: 'array',
      items: object('title', 'number'),
    }),
    write('/repos/{owner}/{repo}/issues', 'title', 'body'),
  ]),
  'open-meteo': apiOf('open-meteo', [
    read('/v1/forecast', ['latitude', 'longitude', 'current_weather'], {
      type: 'object',
      properties: { current_weather: object('temperature', 'windspeed') },
    }),
  ]),
  'national-weather-service': apiOf('national-weather-service', [read('/alerts/active', ['area'])]),
  'nasa-apod': apiOf('nasa-apod', [read('/apod', ['date'])]),
  discord: apiOf('discord', [write('/channels/{channel_id}/messages', 'content')]),
  jsonplaceholder: apiOf('jsonplaceholder', byHand(JSON_PLACEHOLDER_ENDPOINTS)),
  salesforce: apiOf('salesforce', byHand(SALESFORCE_ENDPOINTS)),
};

function byHand(
  endpoints: readonly {
    method: string;
    path: string;
    parameters?: readonly { name: string }[] | undefined;
  }[],
) {
  return endpoints.flatMap(({ method, path, parameters = [] }) =>
    method.toUpperCase() === 'GET'
      ? [
          read(
            path,
            parameters.map(({ name }) => name),
          ),
        ]
      : [],
  );
}

function fill(template: Template, input: Record<string, string> = {}) {
  const created = template.inputs.filter(({ when }) => when === 'create');
  const connections = template.slots.map(({ id, preset = '' }) => [id, apiFor(preset).connection.id]);
  return fillTemplate({
    template,
    connections: Object.fromEntries(connections),
    input: { ...Object.fromEntries(created.map(({ name, example }) => [name, example])), ...input },
  });
}

function apiFor(preset: string) {
  const found = Object.entries(APIS).find(([name]) => name === preset)?.[1];
  if (found === undefined) throw new Error(`The test knows no API for the preset ${preset}.`);
  return found;
}

test('there are a dozen, each with an id and a name of its own', () => {
  expect(TEMPLATES.length).toBeGreaterThanOrEqual(12);
  for (const member of ['id', 'name'] as const)
    expect(new Set(TEMPLATES.map((template) => template[member])).size).toBe(TEMPLATES.length);
});

describe.each(TEMPLATES.map((template) => [template.id, template] as const))('%s', (_id, template) => {
  test('fits the APIs that it is made for', () => {
    const filled = fill(template);
    const steps = z.array(StepInput).parse('steps' in filled ? filled.steps : filled.faults);
    const checked = checkSteps({ steps, apis: Object.values(APIS) });
    expect('errors' in checked ? checked.errors : []).toEqual([]);
  });

  test('reads the inputs that it names, and no others; none of them in an expression', () => {
    const written = JSON.stringify(template.steps);
    const read = new Set([...written.matchAll(/\{\{input\.(\w+)\}\}/g)].map(([, name]) => name));
    expect([...read].toSorted()).toEqual(template.inputs.map(({ name }) => name).toSorted());
    expect(written).not.toMatch(/"(expression|when)":"[^"]*\binput\./);
  });

  test('has presets for its slots, and a slot for each call', () => {
    for (const { preset } of template.slots) expect(PRESETS.map(({ id }) => id)).toContain(preset);
    const called = everyStep(template.steps).flatMap((step) =>
      step.type === 'api_call' ? [step.apiConnectionId] : [],
    );
    expect([...new Set(called)].toSorted()).toEqual(template.slots.map(({ id }) => id).toSorted());
  });
});

describe('filling in', () => {
  const template = TEMPLATES.find(({ id }) => id === 'latest-release-to-webhook');
  if (template === undefined) throw new Error('The template is gone.');
  const paths = (connections: Record<string, string>, input: Record<string, string>) => {
    const filled = fillTemplate({ template, connections, input });
    return 'faults' in filled ? filled.faults.map(({ path }) => path) : [];
  };

  test('says what is missing, what is too much and what would be read as a template', () => {
    expect(paths({}, {})).toEqual(['body.connections.github', 'body.input.webhookUrl']);
    expect(paths({ github: 'c', other: 'd' }, { webhookUrl: 'https://a.example', x: '1' })).toEqual([
      'body.connections.other',
      'body.input.x',
    ]);
    expect(paths({ github: 'c' }, { webhookUrl: 'https://a.example', owner: '{{steps.x}}' })).toEqual([
      'body.input.owner',
    ]);
  });

  test('puts in what is given, and leaves the rest to each execution', () => {
    const filled = fillTemplate({
      template,
      connections: { github: 'conn_1' },
      input: { webhookUrl: 'https://a.example/hook', repo: 'apiq' },
    });
    expect('steps' in filled && filled.steps).toMatchObject([
      { apiConnectionId: 'conn_1', parameters: { owner: '{{input.owner}}', repo: 'apiq' } },
      { input: { url: 'https://a.example/hook', body: { text: expect.stringMatching(/^apiq \{\{steps/) } } },
    ]);
  });
});
