import { createHash } from 'node:crypto';
import type { DocumentFiles } from './document-files.ts';

/** `sha256:` and the hash of a document and of the files that it refers to: what changes a catalogue changes this. */
export function hashDocument({
  source,
  files,
}: {
  readonly source: Uint8Array | string;
  readonly files: DocumentFiles;
}): string {
  const hash = createHash('sha256').update(source);
  for (const url of [...files.keys()].toSorted()) {
    const file = files.get(url);
    hash.update(`\n${url} ${file?.ok ? file.digest : (file?.code ?? '')}`);
  }
  return `sha256:${hash.digest('hex')}`;
}
