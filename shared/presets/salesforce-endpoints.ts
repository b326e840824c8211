import { writtenEndpoint } from './written-endpoint.ts';

/** Salesforce Platform REST API, below `/services/data/v{version}`: Salesforce makes documents for each org, behind its login. */
export const SALESFORCE_ENDPOINTS = [
  writtenEndpoint({
    method: 'GET',
    path: '/query',
    operationId: 'query',
    summary: 'Query records by SOQL, like: SELECT Id, Name FROM Account LIMIT 10',
    parameters: [{ name: 'q', required: true, schema: { type: 'string' } }],
  }),
  writtenEndpoint({
    method: 'GET',
    path: '/search',
    operationId: 'search',
    summary: 'Search records by SOSL',
    parameters: [{ name: 'q', required: true, schema: { type: 'string' } }],
  }),
  writtenEndpoint({
    method: 'GET',
    path: '/sobjects',
    operationId: 'listObjects',
    summary: 'List the objects of the org',
  }),
  writtenEndpoint({
    method: 'GET',
    path: '/sobjects/{object}/describe',
    operationId: 'describeObject',
    summary: 'Describe an object with its fields',
  }),
  writtenEndpoint({
    method: 'GET',
    path: '/sobjects/{object}/{id}',
    operationId: 'getRecord',
    summary: 'Get one record, like an Account, a Contact or a Lead',
    parameters: [{ name: 'fields', description: 'Names, with commas.', schema: { type: 'string' } }],
  }),
  writtenEndpoint({
    method: 'POST',
    path: '/sobjects/{object}',
    operationId: 'createRecord',
    summary: 'Create a record, like an Account, a Contact or a Lead',
    body: {},
  }),
  writtenEndpoint({
    method: 'PATCH',
    path: '/sobjects/{object}/{id}',
    operationId: 'updateRecord',
    summary: 'Update a record',
    body: {},
  }),
  writtenEndpoint({
    method: 'DELETE',
    path: '/sobjects/{object}/{id}',
    operationId: 'deleteRecord',
    summary: 'Delete a record',
  }),
  writtenEndpoint({
    method: 'GET',
    path: '/limits',
    operationId: 'getLimits',
    summary: 'Show what is left of the limits of the org',
  }),
];
