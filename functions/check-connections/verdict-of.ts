import type { SmokeCheck } from '../../shared/domain/smoke-check.ts';

export type Verdict = Pick<SmokeCheck, 'status' | 'message'>;

/** What the status of an answer says of an API whose document promises the operation without any input. */
export function verdictOf(operation: string, status: number): Verdict {
  if (status >= 200 && status < 300) return { status: 'passed', message: `${operation} answered ${status}.` };
  if (status === 401 || status === 403)
    return failed(
      `${operation} answered ${status}: the stored credentials are not accepted, or may not do this.`,
    );
  if (status === 404 || status === 405 || status === 410)
    return failed(`${operation} answered ${status}: the document promises it, and the API does not have it.`);
  if (status >= 500) return failed(`${operation} answered ${status}: the API does not work at present.`);
  return skipped(`${operation} answered ${status}, which says nothing of the API.`);
}

export function failed(message: string): Verdict {
  return { status: 'failed', message };
}

export function skipped(message: string): Verdict {
  return { status: 'skipped', message: `Not checked: ${message}` };
}
