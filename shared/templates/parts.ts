import type { HttpMethod } from '../domain/catalogue.ts';
import type { JsonObject } from '../domain/json.ts';
import type { StepInput } from '../domain/workflow.ts';
import type { TemplateInput } from './template.ts';

/** A call of the API in a slot. */
export function callOf(
  slot: string,
  {
    name,
    method = 'GET',
    endpoint,
    parameters,
  }: {
    readonly name: string;
    readonly method?: HttpMethod;
    readonly endpoint: string;
    readonly parameters: JsonObject;
  },
): StepInput {
  return { name, type: 'api_call', apiConnectionId: slot, method, endpoint, parameters };
}

/** A message to any address that takes one as JSON, such as an incoming webhook of Slack, Mattermost or Google Chat. */
export function tellWebhook(text: string): StepInput {
  return {
    name: 'Tell',
    type: 'connector',
    action: 'http.request',
    input: { method: 'POST', url: '{{input.webhookUrl}}', body: { text } },
  };
}

/** Where `tellWebhook` goes: approved with the workflow, so it is said when that is made. */
export const WEBHOOK_URL: TemplateInput = {
  name: 'webhookUrl',
  description: 'Where the message goes: an incoming webhook that takes {"text": …}.',
  example: 'https://hooks.example.com/services/T0/B0/x',
  when: 'create',
};

export const CITY: readonly TemplateInput[] = [
  { name: 'latitude', description: 'Of the place, in degrees.', example: '52.52' },
  { name: 'longitude', description: 'Of the place, in degrees.', example: '13.41' },
];

export const REPOSITORY: readonly TemplateInput[] = [
  { name: 'owner', description: 'The user or organisation that owns the repository.', example: 'octocat' },
  { name: 'repo', description: 'The name of the repository.', example: 'hello-world' },
];
