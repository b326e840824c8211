import type { connectionRoutes } from '../../shared/api/connections.ts';
import { MAX_UPLOAD_BYTES } from '../../shared/api/upload-views.ts';
import type { Ids, UploadDesk } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Says where a client may put a document itself; nothing is kept until it does. */
export function openUpload({
  uploadDesk,
  ids,
}: {
  uploadDesk: UploadDesk;
  ids: Ids;
}): Handler<typeof connectionRoutes.openUpload> {
  return async ({ body: { sizeBytes }, caller: { tenantId } }) => {
    const uploadId = ids.next('upload');
    const ticket = await uploadDesk.open({ tenantId, uploadId, sizeBytes });
    return { uploadId, ...ticket, headers: { ...ticket.headers }, maxBytes: MAX_UPLOAD_BYTES };
  };
}
