import type { IncomingHttpHeaders } from 'node:http';

import type { StoredObject } from './s3-objects.ts';
import { AwsError, notImplemented } from './service.ts';

/** Refuses a read by `If-Match` (412) and `If-None-Match` (304). */
export function checkReadConditions(headers: IncomingHttpHeaders, object: StoredObject): void {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  if (ifMatch !== undefined && unquote(ifMatch) !== object.etag) throw preconditionFailed('If-Match');
  if (ifNoneMatch !== undefined && unquote(ifNoneMatch) === object.etag) {
    throw new AwsError('NotModified', 'Not Modified', { status: 304 });
  }
}

/** Refuses a write by `If-None-Match: *` (the key is taken) and `If-Match` (it holds another version, or none). */
export function checkWriteConditions(
  headers: IncomingHttpHeaders,
  write: { readonly key: string; readonly current: StoredObject | undefined },
): void {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw notImplemented('s3', 'PutObject with an if-none-match tag');
  if (ifNoneMatch !== undefined && write.current !== undefined) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (write.current === undefined) throw noSuchKey(write.key);
  if (unquote(ifMatch) !== write.current.etag) throw preconditionFailed('If-Match');
}

/** The answer to a key that holds nothing. */
export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    members: { Key: key },
  });
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition: condition },
  });
}
function unquote(tag: string): string {
  return tag.replace(/^"(.*)"$/, '$1');
}
