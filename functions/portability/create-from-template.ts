import * as z from 'zod';
import type { templateRoutes } from '../../shared/api/templates.ts';
import { AppError, type ErrorDetail } from '../../shared/domain/errors.ts';
import { newWorkflow } from '../../shared/domain/new-workflow.ts';
import { StepInput } from '../../shared/domain/workflow.ts';
import { stepsFromInput } from '../../shared/planner/steps-from-input.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { fillTemplate } from '../../shared/templates/fill-template.ts';
import { TEMPLATES } from '../../shared/templates/templates.ts';
import type { PortabilityPorts } from './portability-ports.ts';

/** Makes a workflow of a template: a draft, checked against the connections like any other. */
export function createFromTemplate(
  ports: PortabilityPorts,
): Handler<typeof templateRoutes.createFromTemplate> {
  const { workflows, connections, catalogues, readExpression, ids } = ports;
  return async ({ params, body, caller: { tenantId, userId }, request, change }) => {
    const template = TEMPLATES.find(({ id }) => id === params.id);
    if (template === undefined)
      throw new AppError('RESOURCE_NOT_FOUND', 'There is no such template; GET /templates lists them.');
    const { input = {}, name = template.name } = body;
    const filled = fillTemplate({ template, connections: body.connections ?? {}, input });
    if ('faults' in filled) throw refusal(filled.faults);
    const written = z.array(StepInput).safeParse(filled.steps);
    if (!written.success) {
      const issues = written.error.issues.slice(0, 50);
      throw refusal(
        issues.map(({ path, message }) => ({ path: ['steps', ...path.map(String)].join('.'), message })),
      );
    }
    const steps = await stepsFromInput({
      steps: written.data,
      tenantId,
      connections,
      catalogues,
      readExpression,
    });
    const id = ids.next('workflow');
    const made = newWorkflow({
      id,
      tenantId,
      name,
      description: template.description,
      steps,
      source: { kind: 'template', id: template.id },
      userId,
      now: request.now,
    });
    const { planHash } = made.version;
    const about = { workflowId: id, version: 1, planHash, name, templateId: template.id };
    const record = change({ details: about, events: [{ type: 'workflow.created', data: about }] });
    await workflows.create(made.workflow, made.version, record);
    const inputs = template.inputs.flatMap((one) => (Object.hasOwn(input, one.name) ? [] : [one.name]));
    return { workflowId: id, templateId: template.id, name, version: 1, planHash, steps: [...steps], inputs };
  };
}

function refusal(details: readonly ErrorDetail[]): AppError {
  return new AppError('VALIDATION_ERROR', details[0]?.message ?? 'The template does not fit.', { details });
}
