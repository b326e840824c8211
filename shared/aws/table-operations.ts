import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from './table.ts';

/** An item as it came: a store parses it before it uses it. */
export type Item = Readonly<Record<string, unknown>>;

/** An item to write, in JavaScript's own types; members that are undefined are left out. */
export type NewItem = ItemKey & Readonly<Record<string, NativeAttributeValue>>;

/** A condition in DynamoDB's expression language, with the names and values that it and its update use. */
export interface Expression {
  readonly condition?: string;
  /** Of attributes whose names are reserved words or not known beforehand. */
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, NativeAttributeValue>>;
}

export interface ItemUpdate extends Expression {
  readonly key: ItemKey;
  readonly update: string;
}

/** An update outside a transaction. */
interface SingleUpdate extends ItemUpdate {
  /** Whether the whole item, as it is afterwards, is answered. */
  readonly returning?: boolean;
}

/**
 * One write of a transaction. `refused` makes the error of its failed condition; `present` holds the strings, numbers
 * and booleans of the item as it is.
 */
export type Write = (
  | ({ readonly put: NewItem } & Expression)
  | ({ readonly delete: ItemKey } & Expression)
  | ({ readonly check: ItemKey; readonly condition: string } & Expression)
  | ItemUpdate
) & { readonly refused?: (present: Item) => Error };

export interface KeyQuery {
  /** Of the partition key. */
  readonly partition: string;
  /** First characters of the sort key … */
  readonly prefix?: string;
  /** … or its exclusive upper bound … */
  readonly before?: string;
  /** … or both of its bounds, which belong to it. */
  readonly between?: readonly [string, string];
  readonly newestFirst?: boolean;
  /** Ends after so many items. */
  readonly limit?: number;
  /** Only these attributes. */
  readonly attributes?: readonly string[];
  /** Where given, an index; its reads are eventually consistent, all others are consistent. */
  readonly index?: 'GSI1' | 'GSI2';
}

/** The answer to a conditional update; `present` as in `Write`. */
type UpdateResult =
  | { readonly written: true; readonly item: Item }
  | { readonly written: false; readonly present: Item };

/**
 * What the stores do with the table. A conflict with a transaction under way is tried again with jitter; throttling and
 * outages are SERVICE_UNAVAILABLE.
 */
export interface TableClient {
  /** Consistent. */
  get(key: ItemKey): Promise<Item | undefined>;
  /** Consistent, in no particular order; the keys must differ. */
  getMany(keys: readonly ItemKey[]): Promise<readonly Item[]>;
  /** Every item that fits, or the first `limit`, in the order of the sort key. */
  query(query: KeyQuery): Promise<readonly Item[]>;
  put(item: NewItem): Promise<void>;
  /** A failed condition is a result, not an error. `item` is empty unless `returning` is set. */
  update(update: SingleUpdate): Promise<UpdateResult>;
  /** All of them (at most 100) or none; a single put without a condition is sent as such, at half the price. Throws what `refused` makes for the first write whose condition failed. */
  transact(writes: readonly Write[]): Promise<void>;
  /** Replaces items without a condition; answers the items that the table did not take. */
  putMany(items: readonly NewItem[]): Promise<readonly NewItem[]>;
  /** Deletes without a condition. */
  deleteMany(keys: readonly ItemKey[]): Promise<void>;
}
