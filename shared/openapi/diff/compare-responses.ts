import type { Operation, OperationResponse } from '../../domain/catalogue.ts';
import { compareShapes } from './compare-shapes.ts';
import { readShape } from './read-shape.ts';
import { compareTexts, responseReason } from './reasons.ts';
import type { Difference } from './difference.ts';

type Responses = Operation['responses'];

/** What changed in what an operation answers. Bodies count where it succeeds: nobody plans with those of errors. */
export function compareResponses(before: Responses, after: Responses): readonly Difference[] {
  const reasons: Difference[] = [];
  const success = successOf(before);
  for (const status of Object.keys(before).toSorted(compareTexts)) {
    const now = after[status] ?? (isSuccess(status) ? after[`${status.charAt(0)}XX`] : undefined);
    const was = before[status];
    if (was && now) {
      if (isSuccess(status) || status === success) reasons.push(...compareAnswers(was, now, status));
      continue;
    }
    reasons.push(statusGone(status));
    // What a caller read from the old answer it will look for in the one that took its place.
    const successor = status === success ? successOf(after) : undefined;
    const answer = successor === undefined ? undefined : after[successor];
    if (was && answer && successor !== undefined && before[successor] === undefined)
      reasons.push(...compareAnswers(was, answer, successor));
  }
  const isNew = (status: string): boolean => before[status] === undefined && !isRangeOf(status, before);
  return [...reasons, ...Object.keys(after).filter(isNew).map(statusAdded)];
}

function compareAnswers(
  before: OperationResponse,
  after: OperationResponse,
  status: string,
): readonly Difference[] {
  if (before.contentType !== undefined && after.contentType === undefined) {
    const gone = { change: 'removed', breaking: true, path: [], detail: 'has no body any more' } as const;
    return [responseReason(gone, status)];
  }
  const reasons: Difference[] = [];
  if (before.contentType !== undefined && before.contentType !== after.contentType)
    reasons.push({
      code: 'response-media-type-changed',
      breaking: true,
      location: `response.${status}`,
      at: { in: 'response', path: [] },
      sentence: `The answer is ${String(after.contentType).slice(0, 80)} now and was ${before.contentType.slice(0, 80)}.`,
    });
  if (!before.schema || !after.schema) return reasons;
  const changes = compareShapes({
    before: readShape(before.schema, 'response'),
    after: readShape(after.schema, 'response'),
    side: 'response',
    place: 'json',
  });
  return [...reasons, ...changes.map((change) => responseReason(change, status))];
}

/** The status whose answer is read: the first success, or else the default. */
function successOf(responses: Responses): string | undefined {
  const first = Object.keys(responses).filter(isSuccess).toSorted(compareTexts)[0];
  return first ?? (responses['default'] === undefined ? undefined : 'default');
}

function isSuccess(status: string): boolean {
  return /^2(\d\d|XX)$/i.test(status);
}

/** Whether a range that was there before, e.g. 2XX, now only names its members. */
function isRangeOf(status: string, responses: Responses): boolean {
  return isSuccess(status) && responses['2XX'] !== undefined;
}

function statusGone(status: string): Difference {
  const success = isSuccess(status);
  return {
    code: success ? 'response-success-status-removed' : 'response-status-removed',
    breaking: success,
    location: `response.${status}`,
    at: { in: 'response', path: [] },
    sentence: `The status ${status} is no longer answered.`,
  };
}

function statusAdded(status: string): Difference {
  return {
    code: 'response-status-added',
    breaking: false,
    location: `response.${status}`,
    at: { in: 'response', path: [] },
    sentence: `The status ${status} may be answered now.`,
  };
}
