import * as z from 'zod';
import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import {
  isEnded,
  RUN_STATUSES,
  RUN_TRIGGERS,
  STEP_STATUSES,
  type FoldedPasses,
  type Run,
  type RunError,
  type StepRecord,
} from '../domain/run.ts';
import { fromJsonText } from './json-text.ts';
import { chunkPlace, largeBody, type BodyPlace, type LargeBody } from './run-bodies.ts';
import type { Item, NewItem } from './table-operations.ts';
import { runIndexKeys } from './table-run-indexes.ts';
import { runKey } from './table.ts';

/** What comes out of JSON.parse needs no second look at every node. */
const Parsed = z.lazy(() => z.custom<Json>((value) => value !== undefined));
const jsonColumn = z.lazy(() => z.string().transform(fromJsonText));
const errorCode = z.lazy(() =>
  z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(ERROR_CATALOGUE, value)),
);

const StoredError = z.lazy(() =>
  z.object({
    code: errorCode,
    message: z.string(),
    fix: z.exactOptional(z.string()),
    upstreamStatus: z.exactOptional(z.number()),
  }),
) satisfies z.ZodType<RunError>;

const StoredFold = z.lazy(() =>
  z
    .array(z.object({ runId: z.string(), fence: z.number(), count: z.number() }))
    .transform((chunks): FoldedPasses => ({ chunks, results: [] })),
);

const StoredStep = z.lazy(() =>
  z.object({
    status: z.enum(STEP_STATUSES),
    attempt: z.number(),
    startedAt: z.string(),
    dueAt: z.exactOptional(z.string()),
    branch: z.exactOptional(z.number()),
    passes: z.exactOptional(z.number()),
    folded: z.exactOptional(StoredFold),
    completedAt: z.exactOptional(z.string()),
    duration: z.exactOptional(z.number()),
    input: z.exactOptional(Parsed),
    output: z.exactOptional(Parsed),
    storedAt: z.exactOptional(z.enum(['item', 'bucket'])),
    error: z.exactOptional(StoredError),
    credential: z.exactOptional(z.string()),
    trail: z.exactOptional(z.string()),
    /** Of the worker that stored the body; part of its key. */
    bodyFence: z.exactOptional(z.number()),
  }),
);

const StoredRun = z.lazy(() =>
  z.object({
    id: z.string(),
    tenantId: z.string(),
    workflowId: z.string(),
    workflowVersion: z.number(),
    planHash: z.string(),
    status: z.enum(RUN_STATUSES),
    input: z.exactOptional(jsonColumn),
    inputAt: z.exactOptional(z.enum(['item', 'bucket'])),
    output: z.exactOptional(jsonColumn),
    outputAt: z.exactOptional(z.enum(['item', 'bucket'])),
    outputFence: z.exactOptional(z.number()),
    error: z.exactOptional(z.string().transform((text) => StoredError.parse(fromJsonText(text)))),
    steps: z.record(
      z.string(),
      z.string().transform((text) => StoredStep.parse(fromJsonText(text))),
    ),
    stepCount: z.number(),
    startedBy: z.string(),
    trigger: z.exactOptional(z.enum(RUN_TRIGGERS)),
    createdAt: z.string(),
    startedAt: z.exactOptional(z.string()),
    completedAt: z.exactOptional(z.string()),
    lastActivity: z.string(),
    fence: z.number(),
    leaseUntil: z.number(),
    wakeAt: z.exactOptional(z.number()),
    interventions: z.exactOptional(z.number()),
    trail: z.exactOptional(z.string()),
    triggerId: z.exactOptional(z.string()),
    chain: z.exactOptional(z.number()),
    retryOf: z.exactOptional(z.string()),
  }),
);

/** Where a run's bodies lie. */
interface Whose {
  readonly tenantId: string;
  readonly runId: string;
  readonly fence: number;
}

const inputPlace = (run: Omit<Whose, 'fence'>): BodyPlace => ({
  ...run,
  slot: 'input',
  attempt: 0,
  fence: 0,
});
export const outputPlace = (whose: Whose): BodyPlace => ({ ...whose, slot: 'output', attempt: 0 });

/** Entries of loops are many. */
const PASS_INLINE_BYTES = 256;

/** A journal entry as text for the run item, and its body where that lies elsewhere. */
export function stepColumn(
  whose: Whose,
  id: string,
  record: StepRecord,
): { readonly text: string; readonly large: LargeBody | undefined } {
  const { input, output, storedAt: _, folded, ...plain } = record;
  const rest = folded === undefined ? plain : { ...plain, folded: folded.chunks };
  const body = { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) };
  const inlineBytes = id.includes('[') ? PASS_INLINE_BYTES : undefined;
  const large = largeBody({ ...whose, slot: `step:${id}`, attempt: record.attempt }, body, inlineBytes);
  if (large === undefined) return { text: JSON.stringify({ ...rest, ...body }), large };
  return { text: JSON.stringify({ ...rest, storedAt: large.storedAt, bodyFence: whose.fence }), large };
}

/** A new run's item and the bodies that lie beside it. */
export function runRow(run: Run): { readonly item: NewItem; readonly bodies: readonly LargeBody[] } {
  const whose = { tenantId: run.tenantId, runId: run.id, fence: run.fence };
  const input = largeBody(inputPlace(whose), run.input);
  const steps = Object.entries(run.steps).map(([id, record]) => [id, stepColumn(whose, id, record)] as const);
  const { output: _output, error: _error, ...rest } = run;
  return {
    item: {
      ...runKey(whose),
      ...runIndexKeys({ ...run, runId: run.id }),
      ...rest,
      ...(input === undefined
        ? { input: JSON.stringify(run.input) }
        : { input: undefined, inputAt: input.storedAt }),
      steps: Object.fromEntries(steps.map(([id, { text }]) => [id, text])),
    },
    bodies: [input, ...steps.map(([, { large }]) => large)].filter((body) => body !== undefined),
  };
}

/** A run as far as its item holds it, and which bodies must be fetched to complete it. */
export interface PartialRun {
  readonly run: Run;
  readonly missing: readonly { readonly place: BodyPlace; readonly storedAt: 'item' | 'bucket' }[];
  /** The run with the bodies that `missing` names, in its order. */
  complete(bodies: readonly Json[]): Run;
}

type Filler = { place: BodyPlace; storedAt: 'item' | 'bucket'; fill: (run: Run, body: Json) => Run };

const ChunkBody = z.lazy(() => z.looseObject({ results: z.array(z.tuple([z.number(), Parsed])) }));

/** What the passes of an open loop gave is in its chunks. */
function chunkFillers({
  tenantId,
  key,
  record: { status, folded },
}: Omit<Whose, 'fence'> & { key: string; record: StepRecord }): readonly Filler[] {
  if (folded === undefined || isEnded(status)) return [];
  const results: (Json | undefined)[] = [];
  return folded.chunks.flatMap(({ runId, fence, count }) =>
    Array.from({ length: count }, (_, number): Filler => ({
      place: chunkPlace({ tenantId, runId, fence, key, number }),
      storedAt: 'bucket',
      fill: (to, body) => {
        for (const [index, result] of ChunkBody.parse(body).results) results[index] = result;
        const loop = to.steps[key];
        return loop === undefined
          ? to
          : { ...to, steps: { ...to.steps, [key]: { ...loop, folded: { ...folded, results } } } };
      },
    })),
  );
}

const StepBody = z.lazy(() => z.object({ input: z.exactOptional(Parsed), output: z.exactOptional(Parsed) }));

export function partialRunOf(item: Item): PartialRun {
  const { input, inputAt, output, outputAt, outputFence = 0, steps, ...rest } = StoredRun.parse(item);
  const whose = { tenantId: rest.tenantId, runId: rest.id };
  const records = Object.entries(steps).map(([id, { bodyFence, ...record }]) => ({ id, bodyFence, record }));
  const run: Run = {
    ...rest,
    input: input ?? null,
    ...(output === undefined ? {} : { output }),
    steps: Object.fromEntries(records.map(({ id, record }) => [id, record])),
  };
  const fillers: Filler[] = [];
  if (inputAt !== undefined) {
    fillers.push({
      place: inputPlace(whose),
      storedAt: inputAt,
      fill: (to, body) => ({ ...to, input: body }),
    });
  }
  if (outputAt !== undefined) {
    const place = outputPlace({ ...whose, fence: outputFence });
    fillers.push({ place, storedAt: outputAt, fill: (to, body) => ({ ...to, output: body }) });
  }
  for (const { id, record } of records) fillers.push(...chunkFillers({ ...whose, key: id, record }));
  for (const { id, bodyFence, record } of records) {
    if (record.storedAt === undefined || bodyFence === undefined) continue;
    fillers.push({
      place: { ...whose, slot: `step:${id}`, attempt: record.attempt, fence: bodyFence },
      storedAt: record.storedAt,
      fill: (to, body) => ({ ...to, steps: { ...to.steps, [id]: { ...record, ...StepBody.parse(body) } } }),
    });
  }
  return {
    run,
    missing: fillers.map(({ place, storedAt }) => ({ place, storedAt })),
    complete: (bodies) => fillers.reduce((to, { fill }, at) => fill(to, bodies[at] ?? null), run),
  };
}
