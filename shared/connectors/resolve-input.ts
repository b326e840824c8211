import { AppError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { asSchema } from '../domain/schema-view.ts';
import { resolveTemplates, type TemplateScope } from '../domain/templates.ts';
import type { ConnectorStep } from '../domain/workflow.ts';
import { resolveUrl } from '../engine/resolve-url.ts';
import { CONNECTORS } from './connectors.ts';

/** The input of a step with its templates filled in; those of addresses are percent-encoded. STEP_INPUT_INVALID. */
export function resolveInput({ action, input }: ConnectorStep, scope: TemplateScope): JsonObject {
  const properties = asSchema(CONNECTORS[action].input['properties']) ?? {};
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const isAddress = asSchema(properties[name])?.['format'] === 'uri';
      return [
        name,
        isAddress && typeof value === 'string' ? resolveUrl(value, scope) : resolveTemplates(value, scope),
      ];
    }),
  );
}

/** A step's requests stay where it was approved to go. STEP_INPUT_INVALID. */
export function assertOwnOrigin({ name, origin }: Pick<ConnectorStep, 'name' | 'origin'>, url: string): void {
  if (URL.parse(url)?.origin !== origin)
    throw new AppError('STEP_INPUT_INVALID', `"${name}" goes to ${origin} and nowhere else.`);
}
