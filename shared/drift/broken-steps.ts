import { responseSchemaOf } from '../domain/schema-view.ts';
import type { BrokenReason, BrokenStep } from '../domain/broken-steps.ts';
import type { ChangeReason, OperationName } from '../domain/catalogue-diff.ts';
import type { Connection } from '../domain/connection.ts';
import { leavesOf, type ApiCallStep, type Step } from '../domain/workflow.ts';
import { compareOperations, type OperationInDocument } from '../openapi/diff/compare-operations.ts';
import type { Difference, Segment } from '../openapi/diff/difference.ts';
import { readShape } from '../openapi/diff/read-shape.ts';
import { brokenCall, shapeAt } from './broken-call.ts';
import { readsOfSteps, type ListReads, type Read } from './reads-of-steps.ts';

/** The operation that a step calls, in the version it was checked against and in the new one. */
export interface CalledOperation {
  readonly before: OperationInDocument;
  /** Undefined where it is gone. */
  readonly after?: OperationInDocument | undefined;
  /** Where one of the same operationId is now. */
  readonly movedTo?: OperationName | undefined;
}

/**
 * The steps of a workflow that a new version of a document breaks: those that call what is gone, send what no longer fits
 * or lack what is needed now, and those that read what an answer no longer holds for certain. Each names its reasons. A
 * step whose operation is not in `operations` calls another API and is left alone.
 */
export function brokenSteps({
  steps,
  connection,
  operations,
  listReads,
}: {
  readonly steps: readonly Step[];
  readonly connection: Pick<Connection, 'auth'>;
  /** By step id. */
  readonly operations: ReadonlyMap<string, CalledOperation>;
  readonly listReads: ListReads;
}): readonly BrokenStep[] {
  const calls = new Map(
    leavesOf(steps).flatMap((step): [string, JudgedCall][] => {
      const operation = operations.get(step.id);
      return step.type === 'api_call' && operation ? [[step.id, judgeCall(step, operation)]] : [];
    }),
  );
  return readsOfSteps(steps, listReads).flatMap(({ step, reads }): BrokenStep[] => {
    const own = calls.get(step.id);
    const reasons = [
      ...(own ? ownReasons(own, connection, calls) : []),
      ...reads.flatMap((read) => readReasons(step, read, calls.get(read.stepId))),
    ];
    const once = new Map(reasons.map((reason) => [`${reason.sentence} ${reason.path}`, reason]));
    return once.size === 0 ? [] : [{ stepId: step.id, stepName: step.name, reasons: [...once.values()] }];
  });
}

/** A call, and everything that breaks in its operation. */
interface JudgedCall {
  readonly step: ApiCallStep;
  readonly operation: CalledOperation;
  readonly differences: readonly Difference[];
}

function judgeCall(step: ApiCallStep, operation: CalledOperation): JudgedCall {
  const { before, after } = operation;
  return { step, operation, differences: after ? compareOperations(before, after) : [] };
}

function ownReasons(
  { step, operation, differences }: JudgedCall,
  { auth }: Pick<Connection, 'auth'>,
  calls: ReadonlyMap<string, JudgedCall>,
): readonly BrokenReason[] {
  const { before, after, movedTo } = operation;
  if (!after) return [namedReason(removal(step, movedTo), step)];
  const typesOf = (read: {
    stepId: string;
    path: readonly (string | number)[];
  }): readonly string[] | undefined => {
    const schema = answerOf(calls.get(read.stepId)?.operation);
    const path = read.path.map((part): Segment => (typeof part === 'number' ? 'items' : { member: part }));
    return schema && shapeAt(readShape(schema, 'response'), path)?.types;
  };
  return brokenCall({ step, before, after, auth, typesOf }, differences).map((reason) =>
    namedReason(reason, step),
  );
}

function answerOf(operation: CalledOperation | undefined) {
  return operation?.after && responseSchemaOf(operation.after.operation);
}

function removal({ method, endpoint }: ApiCallStep, movedTo: OperationName | undefined): ChangeReason {
  const where =
    movedTo === undefined ? '' : `; ${movedTo.operationId ?? 'it'} is ${movedTo.method} ${movedTo.path} now`;
  return {
    code: movedTo === undefined ? 'operation-removed' : 'operation-moved',
    breaking: true,
    location: '',
    sentence: `${method} ${endpoint} is gone${where}.`,
  };
}

/** Why a value that a step reads of an earlier answer may not be there, or not be what it was. */
function readReasons(reader: Step, read: Read, call: JudgedCall | undefined): readonly BrokenReason[] {
  if (!call || call.step.id === reader.id) return [];
  const { step, operation, differences } = call;
  const concerning = differences.filter(
    ({ breaking, at, code }) =>
      breaking &&
      at.in === 'response' &&
      (code === 'response-success-status-removed'
        ? hasNoAnswer(operation)
        : leadsThrough(read.path, at.path)),
  );
  return concerning.map((difference) => {
    const sentence = `${read.source.slice(0, 200)} reads the answer of "${step.name}": ${difference.sentence}`;
    return namedReason({ ...difference, sentence }, step);
  });
}

function hasNoAnswer({ before, after }: CalledOperation): boolean {
  return (
    after !== undefined &&
    responseSchemaOf(before.operation) !== undefined &&
    responseSchemaOf(after.operation) === undefined
  );
}

/** Whether what is read is the changed value or lies within it. */
function leadsThrough(read: readonly string[], changed: readonly Segment[]): boolean {
  const names = changed.filter((segment) => segment !== 'items');
  return (
    names.length <= read.length &&
    names.every((segment, at) => segment === 'others' || segment.member === read[at])
  );
}

function namedReason(
  { code, location, sentence }: ChangeReason,
  { method, endpoint }: ApiCallStep,
): BrokenReason {
  return { code, location, sentence, method, path: endpoint };
}
