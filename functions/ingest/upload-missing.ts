import type { IngestionRefusal } from '../../shared/ports.ts';

/** The same for one that never was, one of another workspace, and one that has expired. */
export function uploadMissing(): IngestionRefusal {
  const message =
    'There is no such upload: it was never made, or a day has passed. Upload the document again.';
  return { ok: false, code: 'RESOURCE_NOT_FOUND', message, problems: [] };
}
