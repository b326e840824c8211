import { AppError } from '../domain/errors.ts';
import type { Clock, Egress } from '../ports.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { NO_FILES, type DocumentFile, type DocumentFiles } from './document-files.ts';
import { fetchDocument } from './fetch-document.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from './limits.ts';
import { namesOtherFiles } from './names-other-files.ts';
import { openFile } from './open-file.ts';
import { parseDocument } from './parse-document.ts';
import { collectProblems } from './problems.ts';
import { recogniseDocument } from './recognise-document.ts';
import { createReferences } from './resolve-refs.ts';

/** What the files of one document may take together. */
export interface FileLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
  /** Files on the way from the document to another. */
  readonly maxDepth: number;
  readonly timeoutMs: number;
}

export const FILE_LIMITS: FileLimits = {
  maxFiles: 200,
  maxBytes: 20 * 1024 * 1024,
  maxDepth: 10,
  timeoutMs: 30_000,
};

const MAX_AT_ONCE = 6;
/** Of one file, so that those that arrive at once stay small together. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** A document as it arrived. */
interface Source {
  readonly source: Uint8Array | string;
  readonly url?: string;
}

/**
 * Fetches the files that a document refers to, and those that they refer to, through the guard. What cannot be had is
 * among them with its reason, so this never fails. A document without such references costs a search in its text.
 */
export async function loadFiles({
  document,
  egress,
  clock,
  limits = DEFAULT_LIMITS,
  fileLimits = FILE_LIMITS,
}: {
  readonly document: Source;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly limits?: DocumentLimits;
  readonly fileLimits?: FileLimits;
}): Promise<DocumentFiles> {
  const { source, url } = document;
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  if (bytes.byteLength > limits.maxBytes || !namesOtherFiles(bytes)) return NO_FILES;
  const parsed = parseDocument(bytes, limits);
  if (!parsed.ok) return NO_FILES;
  const { root, hasAliases } = parsed;
  const recognised = recogniseDocument(root, collectProblems());
  if (!recognised.ok) return NO_FILES;
  const { dialect } = recognised;
  const files = new Map<string, DocumentFile>();
  const loader = createLoader({ egress, clock, limits, fileLimits });
  for (let depth = 0; depth <= fileLimits.maxDepth; depth += 1) {
    const missing = new Set<string>();
    const onMissing = (file: string): void => void missing.add(file);
    const references = createReferences({ root, url, files, onMissing });
    const mayShare = hasAliases || files.size > 0;
    diagnose({ root, dialect, mayShare, references, problems: collectProblems() });
    if (missing.size === 0) break;
    if (depth === fileLimits.maxDepth) for (const name of missing) files.set(name, leftOut(TOO_DEEP));
    else await loader.load([...missing], files);
  }
  return files;
}

const TOO_DEEP = 'it is too many files away from the document, so it was not fetched.';
const TOO_MANY = 'the document refers to too many files, so this one was not fetched.';
const TOO_LARGE = 'the files that the document refers to are too large together, so this one was not read.';
const TOO_LATE = 'the files that the document refers to took too long, so this one was not fetched.';

function leftOut(message: string): DocumentFile {
  return { ok: false, code: 'EXTERNAL_REF_LIMIT', message };
}

function createLoader({
  egress,
  clock,
  limits,
  fileLimits,
}: {
  readonly egress: Egress;
  readonly clock: Clock;
  readonly limits: DocumentLimits;
  readonly fileLimits: FileLimits;
}) {
  const until = clock.now() + fileLimits.timeoutMs;
  let filesLeft = fileLimits.maxFiles;
  let bytesLeft = fileLimits.maxBytes;

  const loadOne = async (name: string): Promise<DocumentFile> => {
    const timeoutMs = until - clock.now();
    if (timeoutMs <= 0) return leftOut(TOO_LATE);
    if (bytesLeft <= 0) return leftOut(TOO_LARGE);
    if (filesLeft <= 0) return leftOut(TOO_MANY);
    filesLeft -= 1;
    try {
      const maxBytes = Math.min(bytesLeft, MAX_FILE_BYTES);
      const { answer } = await fetchDocument({
        egress,
        url: name,
        timeoutMs,
        limits: { ...limits, maxBytes },
      });
      // Without validators nothing can be unmodified.
      if (answer.notModified) return leftOut(TOO_LATE);
      bytesLeft -= answer.bytes.byteLength;
      if (bytesLeft < 0) return leftOut(TOO_LARGE);
      return openFile({ bytes: answer.bytes, name, url: answer.url, limits });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'INVALID_DOCUMENT') return leftOut(TOO_LARGE);
      const code = error.code === 'EGRESS_REFUSED' ? 'EXTERNAL_REF_REFUSED' : 'EXTERNAL_REF_UNREACHABLE';
      return { ok: false, code, message: error.message };
    }
  };

  return {
    async load(names: readonly string[], files: Map<string, DocumentFile>): Promise<void> {
      const waiting = [...names];
      const work = async (): Promise<void> => {
        for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
          files.set(name, await loadOne(name));
      };
      await Promise.all(Array.from({ length: MAX_AT_ONCE }, work));
    },
  };
}
