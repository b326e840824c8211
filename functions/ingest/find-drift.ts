import { isEmptyDiff, type CatalogueDiff } from '../../shared/domain/catalogue-diff.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import {
  documentChange,
  listOperationChanges,
  type DocumentChange,
} from '../../shared/domain/document-change.ts';
import type { ListReads } from '../../shared/drift/reads-of-steps.ts';
import { createCallFinder } from '../../shared/drift/call-finder.ts';
import { diffCatalogues, type CatalogueVersion } from '../../shared/openapi/diff/diff-catalogues.ts';
import type { CatalogueStore, ChangeHistory, Log, WorkflowMark, WorkflowStore } from '../../shared/ports.ts';
import { findBrokenWorkflows } from './find-broken-workflows.ts';

export interface DriftPorts {
  readonly catalogues: CatalogueStore;
  readonly changes: ChangeHistory;
  readonly workflows: WorkflowStore;
  /** Loaded where a document has changed, and nowhere else. */
  readonly loadListReads: () => Promise<ListReads>;
  readonly log: Log;
}

/** What a new version of a document changes, and what that does to the workflows of its workspace. */
export interface Drift {
  readonly diff: CatalogueDiff;
  /** Servers that the document named, and names. */
  readonly servers: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** The entry of the history and the marks of workflows, as these are now; the whole of it is kept by then. */
  settle(at: string): Promise<{ readonly change: DocumentChange; readonly marks: readonly WorkflowMark[] }>;
}

/** Compares the live catalogue of a connection with a new one; undefined where there is none to compare with. */
export async function findDrift({
  connection,
  to,
  ports,
}: {
  connection: Connection;
  to: string;
  ports: DriftPorts;
}): Promise<Drift | undefined> {
  const { id: connectionId, tenantId, specHash: from, ingestion } = connection;
  if (from === undefined || ingestion === undefined || from === to) return undefined;
  const { catalogues, changes, log } = ports;
  const before = await versionOf(catalogues, tenantId, from).catch((error: unknown) => {
    log.warn('nothing to compare a document with', { connectionId, from, error });
    return undefined;
  });
  if (before === undefined) return undefined;
  const after = await versionOf(catalogues, tenantId, to);
  const diff = await diffCatalogues({ before, after });
  const finder = createCallFinder({
    connectionId,
    after,
    versionOf: (hash) => versionOf(catalogues, tenantId, hash).catch(() => before),
  });
  const { id } = ingestion;
  return {
    diff,
    servers: { before: before.index.servers, after: after.index.servers },
    async settle(at) {
      const found = isEmptyDiff(diff)
        ? { workflows: [], marks: [] }
        : await findBrokenWorkflows({ connection, changeId: id, at, finder, ports });
      const whole = { operations: listOperationChanges(diff), workflows: found.workflows };
      await changes.keepWhole({ tenantId, connectionId, id }, whole);
      return { change: documentChange({ id, tenantId, connectionId, at, diff, whole }), marks: found.marks };
    },
  };
}

async function versionOf(
  catalogues: CatalogueStore,
  tenantId: string,
  specHash: string,
): Promise<CatalogueVersion> {
  const index = await catalogues.getIndex(tenantId, specHash);
  return { index, operations: (ids) => catalogues.getOperations(tenantId, specHash, ids) };
}
