import type { Catalogue, CatalogueHead, CatalogueIndex, Operation } from '../domain/catalogue.ts';
import type { Connection } from '../domain/connection.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { SmokeCheck } from '../domain/smoke-check.ts';
import type { Change } from './changes.ts';
import type { CredentialChange, SealedCredential } from './credentials.ts';

export interface ConnectionStore {
  /** CONFLICT if the id exists. `credential` is stored in the same transaction. */
  create(connection: Connection, change: Change, credential?: SealedCredential): Promise<void>;
  /**
   * Writes what differs, and what becomes of the credential, in one transaction. CONFLICT where the connection has
   * changed since `before` was read (its revision, which every change of its credential moves, too);
   * RESOURCE_NOT_FOUND where it is gone.
   */
  update(
    update: {
      readonly before: Connection;
      readonly after: Connection;
      readonly credential: CredentialChange;
    },
    change: Change,
  ): Promise<void>;
  get(tenantId: string, id: string): Promise<Connection | undefined>;
  getMany(tenantId: string, ids: readonly string[]): Promise<readonly Connection[]>;
  /** Every connection of a workspace, oldest first; a workspace has at most a few hundred. */
  listAll(tenantId: string): Promise<readonly Connection[]>;
  /** Removes the connection and its credentials. RESOURCE_NOT_FOUND where it does not exist. */
  delete(tenantId: string, id: string, change: Change): Promise<void>;
  /** Remembers what came of a check, with its events; last writer wins. Does nothing where the connection is gone. */
  noteCheck(note: {
    readonly tenantId: string;
    readonly id: string;
    readonly check: SmokeCheck;
    readonly events: readonly DomainEvent[];
  }): Promise<void>;
  /** Remembers a use; last writer wins, no audit (each use is in the run's journal). */
  touch(tenantId: string, id: string, at: string): Promise<void>;
}

/**
 * Catalogues in the bucket: immutable, found by tenant and `specHash`, cached in the function. Every read throws
 * RESOURCE_NOT_FOUND where there is none.
 */
export interface CatalogueStore {
  /**
   * Takes one operation after the other: a catalogue of 22,000 need never be in memory as a whole. The rest is read after
   * the last of them.
   */
  put(
    tenantId: string,
    catalogue: CatalogueHead & {
      readonly operations: Iterable<Operation>;
      /** Its operations as retrieval searches them: bytes that the store does not look into. */
      readonly segment: Uint8Array;
    },
  ): Promise<void>;
  /** The same bytes object as long as it is cached; undefined where the catalogue was stored without one. */
  getSegment(tenantId: string, specHash: string): Promise<Uint8Array | undefined>;
  getIndex(tenantId: string, specHash: string): Promise<CatalogueIndex>;
  /** The operations with these ids, in this order; ids that the catalogue does not have are left out. */
  getOperations(tenantId: string, specHash: string, ids: readonly string[]): Promise<readonly Operation[]>;
  get(tenantId: string, specHash: string): Promise<Catalogue>;
}
