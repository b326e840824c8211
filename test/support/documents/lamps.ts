/** A document with so many operations, and a description that makes it as large as wanted. */
export const documentOf = ({ operations = 2, filler = 0 }: { operations?: number; filler?: number } = {}) =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Lamps', version: '1', description: 'x'.repeat(filler) },
    servers: [{ url: 'https://lamps.example.com' }],
    paths: Object.fromEntries(
      Array.from({ length: operations }, (_, number) => [
        `/lamps/${number}`,
        { get: { operationId: `getLamp${number}`, responses: { 200: { description: 'OK' } } } },
      ]),
    ),
  });
