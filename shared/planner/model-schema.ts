import * as z from 'zod';
import { Json, type JsonObject } from '../domain/json.ts';

/** A plan of more steps than this is no answer to one sentence. */
const MAX_MODEL_STEPS = 20;

const name = z.string().min(1).max(200);
const argument = z.union([
  z.object({ name, from: z.object({ step: name, path: z.string().max(300) }) }),
  z.object({ name, template: z.string().max(4000) }),
  z.object({ name, value: Json }),
]);

/** What the model answers. Anything else in it (an effect, a binding, an address) is not read. */
export const ModelAnswer = z.object({
  steps: z
    .array(z.object({ id: name, operation: name, arguments: z.array(argument).max(60) }))
    .max(MAX_MODEL_STEPS),
  questions: z.array(z.string().max(500)).max(10),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;
export type ModelArgument = ModelAnswer['steps'][number]['arguments'][number];

const text = { type: 'string' } as const;

function object(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** The strict JSON schema of `ModelAnswer` over these operations, as tool calling takes it. */
export function answerSchema(operations: readonly string[]): Readonly<Record<string, Json>> {
  const scalar = { type: ['string', 'number', 'boolean', 'null'] };
  return object({
    steps: {
      type: 'array',
      items: object({
        id: text,
        operation: { type: 'string', enum: operations },
        arguments: {
          type: 'array',
          items: {
            anyOf: [
              object({ name: text, value: { anyOf: [scalar, { type: 'array', items: scalar }] } }),
              object({ name: text, from: object({ step: text, path: text }) }),
              object({ name: text, template: text }),
            ],
          },
        },
      }),
    },
    questions: { type: 'array', items: text },
  });
}
