/** A file that a document refers to, or why it cannot be had; `message` is a sentence. */
export type DocumentFile =
  | {
      readonly ok: true;
      /** An object, or the text of a file that is neither JSON nor YAML. Its references are absolute. */
      readonly root: unknown;
      /** Hash of its bytes. */
      readonly digest: string;
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Files by their absolute URL, without a fragment. */
export type DocumentFiles = ReadonlyMap<string, DocumentFile>;

export const NO_FILES: DocumentFiles = new Map();
