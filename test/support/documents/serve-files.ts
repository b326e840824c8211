import type { OpenEgress } from '../../../shared/egress/create-egress.ts';
import type { Catalogue } from '../../../shared/domain/catalogue.ts';
import { loadFiles, FILE_LIMITS, type FileLimits } from '../../../shared/openapi/load-files.ts';
import { readDocument } from '../../../shared/openapi/read-document.ts';
import { toCatalogue } from '../../../shared/openapi/to-catalogue.ts';
import { systemClock } from '../../../shared/aws/clock.ts';
import { egressWith } from '../egress-under-test.ts';
import { listen, type Listener } from '../listener.ts';

/** A server of files by path; a function answers by itself. */
export interface FileServer extends Listener {
  readonly egress: OpenEgress;
  /** The catalogue of a document that stands at `/api/openapi.json`, its files fetched. */
  read(document: object | string, options?: ReadOptions): Promise<Catalogue>;
}

export interface ReadOptions {
  readonly fileLimits?: Partial<FileLimits>;
  /** False: the document came along and has no address. */
  readonly hasUrl?: boolean;
}

type Handler = Parameters<typeof listen>[0];

export async function serveFiles(
  files: Readonly<Record<string, string | Uint8Array | object | NonNullable<Handler>>>,
): Promise<FileServer> {
  const server = await listen((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) response.writeHead(404).end();
    else if (typeof file === 'function') (file as NonNullable<Handler>)(request, response); // the only function there is
    else response.end(typeof file === 'string' || file instanceof Uint8Array ? file : JSON.stringify(file));
  });
  const egress = egressWith({ allow: [server.host] });
  return {
    ...server,
    egress,
    async read(given, { fileLimits = {}, hasUrl = true } = {}) {
      const source = typeof given === 'string' ? given : JSON.stringify(given);
      const document = { source, ...(hasUrl ? { url: `${server.url}/api/openapi.json` } : {}) };
      const limits = { ...FILE_LIMITS, ...fileLimits };
      const loaded = await loadFiles({ document, egress, clock: systemClock, fileLimits: limits });
      const read = readDocument({ ...document, files: loaded });
      if (!read.ok) throw new Error(read.message);
      return toCatalogue(read.document);
    },
    async close() {
      await egress.close();
      await server.close();
    },
  };
}
