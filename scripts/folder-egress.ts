import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { EgressError } from '../shared/domain/egress-error.ts';
import type { Egress } from '../shared/ports.ts';

const ORIGIN = 'https://folder.invalid';

/** The address under which a file of the folder is found; `file` is relative to it. */
export function folderUrl(file: string): string {
  return `${ORIGIN}/${file.split(sep).map(encodeURIComponent).join('/')}`;
}

/** A way out that leads into one folder and nowhere else: no other host, no file above it, no link out of it. */
export function createFolderEgress(folder: string): Egress {
  return {
    async request({ url, maxBytes }) {
      const { origin, pathname } = new URL(url);
      if (origin !== ORIGIN) throw new EgressError('EGRESS_REFUSED', 'Only files of the folder are read.');
      const root = await realpath(folder);
      const path = await locate(root, pathname).catch(() => undefined);
      if (path === undefined) return answer(404, new Uint8Array(), url);
      if (!path.startsWith(root + sep))
        throw new EgressError('EGRESS_REFUSED', 'This file lies outside the folder.');
      const body = await readFile(path).catch(() => undefined);
      if (body === undefined) return answer(404, new Uint8Array(), url);
      if (body.byteLength > maxBytes)
        throw new EgressError('API_CONNECTION_FAILED', 'The file is too large.', { isTooLarge: true });
      return answer(200, body, url);
    },
  };
}

/** Fails where there is no such file, or where the name is no name. */
async function locate(root: string, pathname: string): Promise<string> {
  return realpath(join(root, decodeURIComponent(pathname)));
}

function answer(status: number, body: Uint8Array, url: string) {
  return { status, headers: {}, body, url };
}
