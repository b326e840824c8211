import * as z from 'zod';
import type { portabilityRoutes } from '../../shared/api/portability.ts';
import type { ArazzoDocument, ArazzoNote, ArazzoWorkflow } from '../../shared/arazzo/document.ts';
import { importWorkflow } from '../../shared/arazzo/import-workflow.ts';
import { matchSources } from '../../shared/arazzo/match-sources.ts';
import { parseArazzo } from '../../shared/arazzo/parse-arazzo.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { newWorkflow } from '../../shared/domain/new-workflow.ts';
import { MAX_STEPS, StepInput } from '../../shared/domain/workflow.ts';
import { stepsFromInput } from '../../shared/planner/steps-from-input.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import type { PortabilityPorts } from './portability-ports.ts';

/** Makes a workflow of an Arazzo document. Its steps are checked like any that somebody sends, and nobody has approved them. */
export function importArazzo(ports: PortabilityPorts): Handler<typeof portabilityRoutes.importWorkflow> {
  const { workflows, connections, catalogues, readExpression, ids } = ports;
  return async ({ body, caller: { tenantId, userId }, request, change }) => {
    const document = parseArazzo(body.document);
    const workflow = chosen(document, body.workflowId);
    const matched = matchSources({
      document,
      connections: await connections.listAll(tenantId),
      chosen: body.connections ?? {},
    });
    refuse(matched.faults);
    const apis = await Promise.all(
      [...matched.found].map(async ([name, connection]) => {
        const { specHash } = connection;
        if (specHash === undefined) return [name, { connection }] as const;
        return [name, { connection, catalogue: await catalogues.get(tenantId, specHash) }] as const;
      }),
    );
    const imported = importWorkflow({ document, workflow, sources: new Map(apis) });
    refuse(imported.faults);
    const steps = await stepsFromInput({
      steps: written(imported.steps),
      tenantId,
      connections,
      catalogues,
      readExpression,
    });
    const id = ids.next('workflow');
    const { name = imported.name } = body;
    const { description, notes } = imported;
    const source = { kind: 'arazzo' as const };
    const made = newWorkflow({
      id,
      tenantId,
      name,
      description,
      steps,
      source,
      userId,
      now: request.now,
    });
    const { planHash } = made.version;
    const about = { workflowId: id, version: 1, planHash, name };
    const record = change({ details: about, events: [{ type: 'workflow.created', data: about }] });
    await workflows.create(made.workflow, made.version, record);
    return { workflowId: id, name, version: 1, planHash, steps: [...steps], notes: [...notes] };
  };
}

function chosen({ workflows }: ArazzoDocument, wanted: string | undefined): ArazzoWorkflow {
  const [first, ...more] = workflows;
  const found = wanted === undefined ? first : workflows.find(({ workflowId }) => workflowId === wanted);
  if (found !== undefined && (wanted !== undefined || more.length === 0)) return found;
  const there = workflows.map(({ workflowId }) => workflowId).join(', ');
  throw refusal([{ path: 'body.workflowId', message: `Say which workflow of the document: ${there}.` }]);
}

/** Members of ours in the document are as little to be trusted as the rest of it. */
function written(steps: readonly JsonObject[]): readonly StepInput[] {
  const parsed = z.array(StepInput).min(1).max(MAX_STEPS).safeParse(steps);
  if (parsed.success) return parsed.data;
  throw refusal(
    parsed.error.issues
      .slice(0, 50)
      .map(({ path, message }) => ({ path: ['steps', ...path.map(String)].join('.'), message })),
  );
}

function refuse(faults: readonly ArazzoNote[]): void {
  if (faults.length > 0) throw refusal(faults);
}

function refusal(faults: readonly ArazzoNote[]): AppError {
  const message = faults[0]?.message ?? 'The document does not fit.';
  return new AppError('VALIDATION_ERROR', message, { details: faults });
}
