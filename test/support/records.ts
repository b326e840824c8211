import type { Connection } from '../../shared/domain/connection.ts';
import { planHash } from '../../shared/domain/plan-hash.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { Run } from '../../shared/domain/run.ts';
import {
  connectionsOf,
  type Step,
  type Workflow,
  type WorkflowVersion,
} from '../../shared/domain/workflow.ts';
import type { SealedCredential } from '../../shared/ports.ts';
import { testId } from './changes.ts';

export const TIME = '2025-01-01T00:00:00.000Z';

/** A connection with every member set; `over` replaces some. */
export function connectionRecord(over: Partial<Connection> & { tenantId: string }): Connection {
  return {
    id: testId('conn'),
    name: 'Pets',
    description: 'The pet store',
    baseUrl: 'https://pets.example.com/v1',
    auth: { type: 'api_key', in: 'header', name: 'X-API-Key' },
    documentationUrl: 'https://pets.example.com/openapi.json',
    status: 'ACTIVE',
    ingestionStatus: 'SUCCEEDED',
    ingestion: {
      id: testId('ing'),
      kind: 'create',
      source: { url: 'https://pets.example.com/openapi.json' },
      open: [],
      requestedAt: TIME,
      startedAt: TIME,
      finishedAt: TIME,
      operations: 3,
      problems: 1,
    },
    validators: { etag: '"1"', lastModified: 'Wed, 01 Jan 2025 00:00:00 GMT' },
    endpointCount: 3,
    problems: [
      {
        code: 'MISSING_DESCRIPTION',
        message: 'An operation has no description.',
        pointer: '/paths/~1pets/get',
      },
    ],
    specHash: `sha256:${'a'.repeat(64)}`,
    createdAt: TIME,
    updatedAt: TIME,
    revision: 1,
    ...over,
  };
}

/** A sealed credential of a connection; the bytes mean nothing. */
export function credentialRecord(of: {
  tenantId: string;
  connectionId: string;
  version?: number;
  id?: string;
}) {
  return {
    tenantId: of.tenantId,
    metadata: {
      id: of.id ?? testId('cred'),
      apiConnectionId: of.connectionId,
      isActive: true,
      version: of.version ?? 1,
      createdAt: TIME,
      updatedAt: TIME,
    },
    sealed: { format: 'apiq-envelope-1', keyArn: 'arn:aws:kms:x', encryptedDataKey: 'AAAA', message: 'BBBB' },
  } satisfies SealedCredential;
}

/** One call and one transform, with a template deep enough to outgrow a DynamoDB map. */
export const STEPS: readonly Step[] = [
  {
    id: 'find',
    name: 'Find pets',
    type: 'api_call',
    apiConnectionId: 'conn_01JD4X7Q2M8V5N3K9R6T1W0Y4Z',
    method: 'GET',
    endpoint: '/pets',
    parameters: { status: 'available', filter: nested(40) },
    effect: 'read',
    binding: {
      baseUrl: 'https://pets.example.com/v1',
      specHash: `sha256:${'a'.repeat(64)}`,
      parameters: [{ name: 'status', in: 'query' }],
    },
  },
  { id: 'first', name: 'Take the first', type: 'transform', expression: 'steps.find[0]', effect: 'read' },
];

/** An object of so many levels. */
export function nested(depth: number): { readonly [key: string]: string | object } & Record<string, never> {
  const text = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  return JSON.parse(text);
}

export function planRecord(over: Partial<Plan> & { tenantId: string }): Plan {
  return {
    id: testId('plan'),
    userId: 'user-1',
    message: 'find pets',
    planHash: planHash(STEPS),
    createdAt: TIME,
    expiresAt: '2025-01-08T00:00:00.000Z',
    name: 'Find pets',
    description: '',
    steps: STEPS,
    explanation: 'Finds pets.',
    confidence: 0.8,
    questions: [{ question: 'Which channel?', stepId: 'find' }],
    planner: 'rules',
    ...over,
  };
}

export function workflowRecord(over: Partial<Workflow> & { tenantId: string }): {
  workflow: Workflow;
  version: WorkflowVersion;
} {
  const workflow: Workflow = {
    id: testId('wf'),
    name: 'Adoptions',
    description: 'Tell about pets',
    status: 'draft',
    version: 1,
    stepCount: STEPS.length,
    planHash: planHash(STEPS),
    executionCount: 0,
    connectionIds: connectionsOf(STEPS),
    createdAt: TIME,
    updatedAt: TIME,
    revision: 1,
    ...over,
  };
  const version = {
    workflowId: workflow.id,
    version: workflow.version,
    steps: STEPS,
    planHash: workflow.planHash,
    createdAt: TIME,
    createdBy: 'user-1',
  };
  return { workflow, version };
}

export function runRecord(over: Partial<Run> & { tenantId: string }): Run {
  return {
    id: testId('run'),
    workflowId: 'wf_1',
    workflowVersion: 1,
    planHash: planHash(STEPS),
    status: 'pending',
    input: { customer: 7 },
    steps: {},
    stepCount: 2,
    startedBy: 'user-1',
    createdAt: TIME,
    lastActivity: TIME,
    fence: 0,
    leaseUntil: 0,
    ...over,
  };
}
