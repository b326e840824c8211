import { readAnswer } from '../../calls/read-answer.ts';
import { HTTP_METHODS } from '../../domain/catalogue.ts';
import type { ConnectorAction } from '../connector-action.ts';
import { buildHttpRequest } from './build-http-request.ts';
import { judgeHttpRequest } from './judge-http-request.ts';

/** Any HTTP request, for APIs that have no document. */
export const httpRequest: ConnectorAction = {
  name: 'http.request',
  title: 'HTTP request',
  description:
    'Sends one request. With apiConnectionId it carries the credential of that connection, whose address it must go to. Redirects are not followed.',
  input: {
    type: 'object',
    required: ['method', 'url'],
    additionalProperties: false,
    properties: {
      method: { type: 'string', enum: [...HTTP_METHODS] },
      url: {
        type: 'string',
        format: 'uri',
        maxLength: 2048,
        description: 'Absolute. Templates may stand behind the host; what they give is percent-encoded.',
      },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      query: {
        type: 'object',
        additionalProperties: true,
        description: 'A list is sent as often as it is long.',
      },
      body: {
        description:
          'Sent as JSON, a text as it is, unless the header content-type says otherwise: form fields and multipart, too.',
      },
    },
  },
  output: {
    type: 'object',
    additionalProperties: false,
    properties: {
      status: { type: 'integer' },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      body: {},
    },
  },
  judge: judgeHttpRequest,
  async perform({ input, call }) {
    const response = await call(buildHttpRequest(input));
    const headers = Object.entries(response.headers).filter(([name]) => TOLD_HEADERS.has(name));
    return { status: response.status, headers: Object.fromEntries(headers), body: readAnswer(response) };
  },
};

/** What later steps may need of an answer; never what hands out a session or a key. */
const TOLD_HEADERS = new Set([
  'content-disposition',
  'content-language',
  'content-type',
  'date',
  'etag',
  'last-modified',
  'link',
  'location',
  'x-request-id',
  'x-total-count',
]);
