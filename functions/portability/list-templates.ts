import type { templateRoutes } from '../../shared/api/templates.ts';
import type { Json } from '../../shared/domain/json.ts';
import { everyStep } from '../../shared/domain/workflow.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import type { Template } from '../../shared/templates/template.ts';
import { TEMPLATES } from '../../shared/templates/templates.ts';

/** Every template that the search leaves, by name. */
export function listTemplates(): Handler<typeof templateRoutes.listTemplates> {
  return async ({ query: { search = '' } }) => {
    const needle = search.trim().toLowerCase();
    const found = TEMPLATES.filter(({ id, name, description }) =>
      [id, name, description].join('\n').toLowerCase().includes(needle),
    );
    return { templates: found.map(templateView) };
  };
}

function templateView({ slots, inputs, steps, ...rest }: Template) {
  return {
    ...rest,
    slots: slots.map(({ id, description, preset = null }) => ({
      id,
      description,
      preset,
      operations: everyStep(steps).flatMap((step) =>
        step.type === 'api_call' && step.apiConnectionId === id
          ? [{ method: step.method, endpoint: step.endpoint }]
          : [],
      ),
    })),
    inputs: inputs.map(({ when, ...input }) => ({ ...input, required: when === 'create' })),
    // Data of ours: plain JSON.
    steps: JSON.parse(JSON.stringify(steps)) as Json,
  };
}
