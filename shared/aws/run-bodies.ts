import { AppError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import type { Bucket } from './bucket.ts';
import { fromJsonText } from './json-text.ts';
import type { NewItem, TableClient } from './table-operations.ts';
import { runEntryKey } from './table.ts';

/** An update pays for the whole run item, so what is larger than this lies beside it … */
const INLINE_BYTES = 1_024;
/** … and what is larger than this in the bucket. */
const ITEM_BYTES = 256 * 1_024;
/** Bodies in the bucket that are fetched at the same time. */
const FETCHES = 8;

/** Which body of a run: a step's input and output, or those of the run. */
export interface BodyPlace {
  readonly tenantId: string;
  readonly runId: string;
  /** `step:<key>`, `passes:<key>`, `input` or `output`. */
  readonly slot: string;
  readonly attempt: number;
  readonly fence: number;
}

/** A body that does not stay in the run item. */
export interface LargeBody {
  readonly place: BodyPlace;
  readonly storedAt: 'item' | 'bucket';
  readonly text: string;
}

/** Undefined where the body stays in the run item. */
export function largeBody(
  place: BodyPlace,
  body: Json,
  inlineBytes: number = INLINE_BYTES,
): LargeBody | undefined {
  const text = JSON.stringify(body);
  const bytes = Buffer.byteLength(text);
  if (bytes <= inlineBytes) return undefined;
  return { place, text, storedAt: bytes > ITEM_BYTES ? 'bucket' : 'item' };
}

/** Where a chunk of the passes of a loop lies; always in the bucket, where it costs less than its size in the table. */
export function chunkPlace({
  key,
  number,
  ...whose
}: Omit<BodyPlace, 'slot' | 'attempt'> & ChunkName): BodyPlace {
  return { ...whose, slot: `passes:${key}`, attempt: number };
}

interface ChunkName {
  /** Of the loop's entry. */
  readonly key: string;
  readonly number: number;
}

export function chunkBody(
  { tenantId, runId, fence }: Omit<BodyPlace, 'slot' | 'attempt'>,
  { key, number, body }: ChunkName & { readonly body: Json },
): LargeBody {
  const place = chunkPlace({ tenantId, runId, fence, key, number });
  return { place, storedAt: 'bucket', text: JSON.stringify(body) };
}

/** The item of a body that is stored beside the run. */
export function bodyItem({ place, text }: LargeBody): NewItem {
  return { ...runEntryKey(place), body: text };
}

/** Writes bodies before the write that refers to them; a body that nothing refers to is never read. */
export async function writeBodies(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  bodies: readonly LargeBody[],
): Promise<void> {
  const items = bodies.filter((body) => body.storedAt === 'item').map(bodyItem);
  const objects = bodies.filter((body) => body.storedAt === 'bucket');
  const [only, ...others] = items;
  await Promise.all([
    only !== undefined && others.length === 0 ? table.put(only) : putAll(table, items),
    ...objects.map(({ place, text }) =>
      bucket.put({ key: objectKey(place), body: Buffer.from(text), contentType: 'application/json' }),
    ),
  ]);
}

async function putAll(table: TableClient, items: readonly NewItem[]): Promise<void> {
  const left = await table.putMany(items);
  if (left.length > 0) throw new AppError('SERVICE_UNAVAILABLE');
}

/** Reads bodies back, in the order of `wanted`. */
export async function readBodies(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  wanted: readonly { readonly place: BodyPlace; readonly storedAt: 'item' | 'bucket' }[],
): Promise<readonly Json[]> {
  const texts = new Map<string, string>();
  const keys = wanted.filter((body) => body.storedAt === 'item').map((body) => runEntryKey(body.place));
  if (keys.length > 0) {
    for (const item of await table.getMany(keys)) texts.set(nameOf(item), String(item['body']));
  }
  const objects = wanted.filter((body) => body.storedAt === 'bucket');
  for (let at = 0; at < objects.length; at += FETCHES) {
    const batch = objects.slice(at, at + FETCHES);
    const bytes = await Promise.all(batch.map(({ place }) => bucket.get(objectKey(place))));
    for (const [index, { place }] of batch.entries()) {
      const body = bytes[index];
      if (body !== undefined) texts.set(nameOf(runEntryKey(place)), Buffer.from(body).toString('utf8'));
    }
  }
  return wanted.map(({ place }) => {
    const text = texts.get(nameOf(runEntryKey(place)));
    if (text === undefined) {
      throw new AppError('INTERNAL_ERROR', undefined, { cause: new Error('A body of the run is missing.') });
    }
    return fromJsonText(text);
  });
}

const nameOf = ({ pk, sk }: { readonly pk?: unknown; readonly sk?: unknown }): string =>
  JSON.stringify([pk, sk]);

function objectKey({ tenantId, runId, slot, attempt, fence }: BodyPlace): string {
  return `runs/${tenantId}/${runId}/${encodeURIComponent(slot)}/${attempt}-${fence}.json`;
}
