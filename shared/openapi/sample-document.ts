const responses = { 200: { description: 'Done' } };

/** Of OpenAPI 3.0: with a reference, and operations with and without what they may have. Read once, and kept. */
export const SAMPLE_DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Sample', version: '1' },
  paths: {
    '/a/{b}': {
      parameters: [{ name: 'b', in: 'path', required: true, schema: { $ref: '#/components/schemas/A' } }],
      get: { operationId: 'a', summary: 'A', description: 'A', tags: ['a'], responses },
      put: { operationId: 'b', summary: 'B', responses },
      post: { operationId: 'c', description: 'C', responses },
      delete: { responses },
    },
  },
  components: { schemas: { A: { type: 'string' }, B: { $ref: '#/components/schemas/A' } } },
};
