/** A file that a document refers to, or why it cannot be had; `message` is a sentence. */
export type DocumentFile =
  | { readonly ok: true; readonly root: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Files by their absolute URL, without a fragment. */
export type DocumentFiles = ReadonlyMap<string, DocumentFile>;

export const NO_FILES: DocumentFiles = new Map();
