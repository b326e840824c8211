import { JSON_PLACEHOLDER_ENDPOINTS } from './json-placeholder-endpoints.ts';
import type { Preset } from './preset.ts';

/** Where nothing can be broken: to try things out. */
export const TESTING: readonly Preset[] = [
  {
    id: 'petstore',
    name: 'Petstore',
    category: 'testing',
    description: 'The pet store of the OpenAPI examples.',
    docsUrl: 'https://petstore3.swagger.io/',
    documentUrl: 'https://petstore3.swagger.io/api/v3/openapi.json',
    auth: { type: 'api_key', in: 'header', name: 'api_key', hint: 'Any key: special-key is the usual one.' },
  },
  {
    id: 'httpbin',
    name: 'HTTPBin',
    category: 'testing',
    description: 'Echoes requests, and answers with any status, header or delay.',
    docsUrl: 'https://httpbin.org/',
    documentUrl: 'https://httpbin.org/spec.json',
    baseUrl: 'https://httpbin.org',
    auth: { type: 'none' },
  },
  {
    id: 'jsonplaceholder',
    name: 'JSONPlaceholder',
    category: 'testing',
    description: 'Posts, comments, albums, photos, todos and users that are made up. Described here.',
    docsUrl: 'https://jsonplaceholder.typicode.com/guide/',
    endpoints: JSON_PLACEHOLDER_ENDPOINTS,
    baseUrl: 'https://jsonplaceholder.typicode.com',
    auth: { type: 'none' },
  },
];
