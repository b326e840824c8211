import { AppError } from '../domain/errors.ts';

/** Where an upload lies: the tenant is in the key, so that another's id finds nothing. */
export function uploadKey({ tenantId, uploadId }: { tenantId: string; uploadId: string }): string {
  if (![tenantId, uploadId].every((part) => /^\w+$/.test(part))) {
    throw new AppError('INTERNAL_ERROR', undefined, { cause: new Error('Not the id of an upload.') });
  }
  return `uploads/${tenantId}/${uploadId}`;
}
