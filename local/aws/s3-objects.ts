import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

const Headers = z.record(z.string(), z.string());

const StoredObject = z.object({
  key: z.string(),
  file: z.string(),
  size: z.number(),
  /** Without quotes. */
  etag: z.string(),
  /** What GetObject and HeadObject answer: content type and its kin, user metadata, the checksum. */
  headers: z.string().transform((text) => Headers.parse(JSON.parse(text))),
  /** Epoch milliseconds. */
  modifiedAt: z.number(),
});
export type StoredObject = z.infer<typeof StoredObject>;

export interface ByteRange {
  readonly start: number;
  /** The first byte after the range. */
  readonly end: number;
}

/** Only names of this shape are ever deleted from the directory. */
const FILE_NAME = /^[0-9a-f-]{36}\.object$/;
const COLUMNS = 'key, file, size, etag, headers, modified_at as modifiedAt';

/** Objects of all buckets: what is known of them in the database, their bytes as files. */
export function createObjectStore(options: {
  readonly state: DatabaseSync;
  readonly directory: string;
  readonly newId: () => string;
}) {
  const { state, directory, newId } = options;
  state.exec(`create table if not exists s3_objects (
    bucket text not null, key text not null, file text not null, size integer not null, etag text not null,
    headers text not null, modified_at integer not null, primary key (bucket, key)) without rowid`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  removeOrphans(state, directory);

  const select = state.prepare(`select ${COLUMNS} from s3_objects where bucket = ? and key = ?`);
  const upsert = state.prepare(`insert into s3_objects (bucket, key, file, size, etag, headers, modified_at)
    values (?, ?, ?, ?, ?, ?, ?) on conflict (bucket, key) do update set file = excluded.file, size = excluded.size,
    etag = excluded.etag, headers = excluded.headers, modified_at = excluded.modified_at`);
  const remove = state.prepare('delete from s3_objects where bucket = ? and key = ?');
  const after = state.prepare(
    `select ${COLUMNS} from s3_objects where bucket = ? and key > ? and key >= ? order by key limit 1000`,
  );

  const find = (bucket: string, key: string): StoredObject | undefined => {
    const row = select.get(bucket, key);
    return row === undefined ? undefined : StoredObject.parse(row);
  };
  const drop = (object: StoredObject | undefined): Promise<void> =>
    object === undefined ? Promise.resolve() : rm(join(directory, object.file), { force: true });

  return {
    find,
    /** Stores an object. `allow` is asked at the moment of the change, with no other change between; it may throw. */
    async put(object: {
      readonly bucket: string;
      readonly key: string;
      readonly bytes: Buffer;
      readonly etag: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly modifiedAt: number;
      readonly allow: (current: StoredObject | undefined) => void;
    }): Promise<void> {
      const { bucket, key } = object;
      const file = `${newId()}.object`;
      object.allow(find(bucket, key));
      await writeFile(join(directory, file), object.bytes, { flag: 'wx', mode: 0o600 });
      const current = find(bucket, key);
      try {
        object.allow(current);
        const headers = JSON.stringify(object.headers);
        upsert.run(bucket, key, file, object.bytes.length, object.etag, headers, object.modifiedAt);
      } catch (error) {
        await rm(join(directory, file), { force: true });
        throw error;
      }
      await drop(current);
    },
    async remove(bucket: string, key: string): Promise<void> {
      const current = find(bucket, key);
      remove.run(bucket, key);
      await drop(current);
    },
    /** Some bytes of an object; `undefined` where it has been replaced or deleted since it was found. */
    async read(object: StoredObject, range: ByteRange): Promise<Buffer | undefined> {
      const handle = await open(join(directory, object.file)).catch(nothingIfMissing);
      if (handle === undefined) return undefined;
      try {
        const bytes = Buffer.allocUnsafe(range.end - range.start);
        await handle.read(bytes, 0, bytes.length, range.start);
        return bytes;
      } finally {
        await handle.close();
      }
    },
    /** Up to 1000 objects in the order of their keys' bytes, after `afterKey` and not before `from`. */
    scan: (bucket: string, position: { readonly afterKey: string; readonly from: string }): StoredObject[] =>
      z.array(StoredObject).parse(after.all(bucket, position.afterKey, position.from)),
  };
}
export type ObjectStore = ReturnType<typeof createObjectStore>;

/** A killed process may leave files that no row names. */
function removeOrphans(state: DatabaseSync, directory: string): void {
  const rows = z
    .array(z.object({ file: z.string() }))
    .parse(state.prepare('select file from s3_objects').all());
  const known = new Set(rows.map((row) => row.file));
  for (const name of readdirSync(directory)) {
    if (FILE_NAME.test(name) && !known.has(name)) rmSync(join(directory, name), { force: true });
  }
}

function nothingIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
