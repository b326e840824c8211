/**
 * The one table and the only builder of its keys; `docs/data-model.md` lists every pattern with its access paths.
 * Imported by the infrastructure too, so it imports nothing itself.
 */

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';
/** Seconds since 1970; the engine deletes some days later, so every reader checks as well. */
export const TTL_ATTRIBUTE = 'expiresAtEpoch';

/** Runs of a workflow, approvals, outbox rows that are not published yet, and connections to look at at night. Keys only. */
export const GSI1 = { indexName: 'GSI1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' } as const;
/** Runs of a workspace. Keys only. */
export const GSI2 = { indexName: 'GSI2', partitionKey: 'gsi2pk', sortKey: 'gsi2sk' } as const;

/** First characters of the sort key of an outbox row: the stream's filter. */
export const OUTBOX_PREFIX = 'OUTBOX#';

/** Unpublished rows are spread over so many index partitions … */
const OUTBOX_SHARDS = 4;
/** … and connections that are looked at at night over so many. */
const NIGHT_SHARDS = 8;

/** The primary key of an item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** The key of an item in GSI1. */
export interface IndexKey {
  readonly gsi1pk: string;
  readonly gsi1sk: string;
}

/** A user's profile. */
export function profileKey(userId: string): ItemKey {
  return { pk: userPartition(userId), sk: 'PROFILE' };
}

/** A user's place in one workspace. */
export function membershipKey(membership: { userId: string; workspaceId: string }): ItemKey {
  return { pk: userPartition(membership.userId), sk: `MEMBER#${part(membership.workspaceId)}` };
}

/** Profile and memberships of a user. */
export function userPartition(userId: string): string {
  return `USER#${part(userId)}`;
}

/** What a workspace lists. */
export function tenantPartition(tenantId: string): string {
  return `TENANT#${part(tenantId)}`;
}

export function workspaceKey(tenantId: string): ItemKey {
  return { pk: tenantPartition(tenantId), sk: 'WORKSPACE' };
}

/** Totals of the workspace's lists. */
export function countersKey(tenantId: string): ItemKey {
  return { pk: tenantPartition(tenantId), sk: 'COUNTERS' };
}

export const CONNECTION_PREFIX = 'CONN#';

export function connectionKey(connection: { tenantId: string; id: string }): ItemKey {
  return { pk: tenantPartition(connection.tenantId), sk: `${CONNECTION_PREFIX}${part(connection.id)}` };
}

/** First characters of the sort keys of everything that changed in a connection's document. */
export function documentChangesPrefix(connectionId: string): string {
  return `CHG#${part(connectionId)}#`;
}

/** One change of a connection's document; the ids sort by time. */
export function documentChangeKey(change: { tenantId: string; connectionId: string; id: string }): ItemKey {
  return {
    pk: tenantPartition(change.tenantId),
    sk: `${documentChangesPrefix(change.connectionId)}${part(change.id)}`,
  };
}

/** The live version of a connection's credential. */
export function liveCredentialKey(owner: { tenantId: string; connectionId: string }): ItemKey {
  return { pk: tenantPartition(owner.tenantId), sk: `CRED#${part(owner.connectionId)}` };
}

/** First characters of the sort keys of all versions of a connection's credentials. */
export function credentialVersionsPrefix(connectionId: string): string {
  return `CREDV#${part(connectionId)}#`;
}

/** One version of a credential, live or not. */
export function credentialVersionKey(credential: {
  tenantId: string;
  connectionId: string;
  id: string;
  version: number;
}): ItemKey {
  const prefix = credentialVersionsPrefix(credential.connectionId);
  return {
    pk: tenantPartition(credential.tenantId),
    sk: `${prefix}${part(credential.id)}#${ordinal(credential.version)}`,
  };
}

export function planKey(plan: { tenantId: string; id: string }): ItemKey {
  return { pk: tenantPartition(plan.tenantId), sk: `PLAN#${part(plan.id)}` };
}

/** First characters of the sort keys of a person's conversations. */
export function chatSessionsPrefix(userId: string): string {
  return `CHAT#${part(userId)}#`;
}

/** A conversation; the person is in its key, so that nobody else can reach it. The ids sort by time. */
export function chatSessionKey(session: { tenantId: string; userId: string; id: string }): ItemKey {
  return {
    pk: tenantPartition(session.tenantId),
    sk: `${chatSessionsPrefix(session.userId)}${part(session.id)}`,
  };
}

/** First characters of the sort keys of a conversation's exchanges. */
export function chatExchangesPrefix(sessionId: string): string {
  return `CHATX#${part(sessionId)}#`;
}

export function chatExchangeKey(exchange: { tenantId: string; sessionId: string; number: number }): ItemKey {
  return {
    pk: tenantPartition(exchange.tenantId),
    sk: `${chatExchangesPrefix(exchange.sessionId)}${ordinal(exchange.number)}`,
  };
}

export const WORKFLOW_PREFIX = 'WF#';

/** The head of a workflow; versions sort elsewhere, so that listing heads reads heads alone. */
export function workflowKey(workflow: { tenantId: string; id: string }): ItemKey {
  return { pk: tenantPartition(workflow.tenantId), sk: `${WORKFLOW_PREFIX}${part(workflow.id)}` };
}

/** First characters of the sort keys of all versions of a workflow. */
export function workflowVersionsPrefix(workflowId: string): string {
  return `WFV#${part(workflowId)}#`;
}

export function workflowVersionKey(version: {
  tenantId: string;
  workflowId: string;
  version: number;
}): ItemKey {
  return {
    pk: tenantPartition(version.tenantId),
    sk: `${workflowVersionsPrefix(version.workflowId)}${ordinal(version.version)}`,
  };
}

/** What a run asks a person. */
export function approvalKey(approval: { tenantId: string; id: string }): ItemKey {
  return { pk: tenantPartition(approval.tenantId), sk: `APPR#${part(approval.id)}` };
}

/** The approvals of a workspace that are pending, approved … */
export function approvalsPartition(of: { tenantId: string; status: string }): string {
  return `${tenantPartition(of.tenantId)}#APPROVALS#${part(of.status)}`;
}

/** Sorts by time among those of its status. `requestedAt`: ISO 8601. */
export function approvalIndexKey(approval: {
  tenantId: string;
  status: string;
  requestedAt: string;
  id: string;
}): IndexKey {
  const gsi1sk = `${part(approval.requestedAt)}#${part(approval.id)}`;
  return { gsi1pk: approvalsPartition(approval), gsi1sk };
}

/** Sorts by time within a workspace. `timestamp`: ISO 8601. */
export function auditKey(record: { tenantId: string; timestamp: string; id: string }): ItemKey {
  return { pk: tenantPartition(record.tenantId), sk: `AUDIT#${part(record.timestamp)}#${part(record.id)}` };
}

/** The partition of one run, its large entries and its events. */
export function runPartition(run: { tenantId: string; runId: string }): string {
  return `${tenantPartition(run.tenantId)}#RUN#${part(run.runId)}`;
}

export function runKey(run: { tenantId: string; runId: string }): ItemKey {
  return { pk: runPartition(run), sk: 'RUN' };
}

export const ENTRY_PREFIX = 'ENTRY#';

/** A body too large for the run item. The fence is in the key, so that a worker that lost its lease overwrites nothing. */
export function runEntryKey(entry: {
  tenantId: string;
  runId: string;
  slot: string;
  attempt: number;
  fence: number;
}): ItemKey {
  return {
    pk: runPartition(entry),
    sk: `${ENTRY_PREFIX}${part(entry.slot)}#${ordinal(entry.attempt)}#${ordinal(entry.fence)}`,
  };
}

/** An event lies with what it tells of: in the run's partition (by sequence) or in the workspace's (by id). */
export function outboxKey(event: {
  tenantId: string;
  id: string;
  runId?: string;
  sequence?: number;
}): ItemKey {
  if (event.runId === undefined || event.sequence === undefined) {
    return { pk: tenantPartition(event.tenantId), sk: `${OUTBOX_PREFIX}${part(event.id)}` };
  }
  const run = { tenantId: event.tenantId, runId: event.runId };
  return { pk: runPartition(run), sk: `${OUTBOX_PREFIX}${ordinal(event.sequence)}` };
}

/** The index partitions that hold unpublished rows. */
export function outboxShards(): readonly string[] {
  return Array.from({ length: OUTBOX_SHARDS }, (_, shard) => `OUTBOX#UNPUBLISHED#${shard}`);
}

/** Present on a row until it is published. `time`: ISO 8601. */
export function unpublishedIndexKey(event: { id: string; time: string }): IndexKey {
  const shard = shardOf(event.id, OUTBOX_SHARDS);
  return { gsi1pk: `OUTBOX#UNPUBLISHED#${shard}`, gsi1sk: `${part(event.time)}#${part(event.id)}` };
}

/** Fetched documents, of the whole deployment. */
export const DOCUMENTS_PARTITION = 'DOCUMENTS';

/** `urlHash`: hex digest of the address that was asked for. */
export function documentKey(urlHash: string): ItemKey {
  return { pk: DOCUMENTS_PARTITION, sk: `DOC#${part(urlHash)}` };
}

/** What is known of how a connected API is doing; a partition of its own, since limited APIs write it with every call. */
function upstreamPartition(upstream: { tenantId: string; connectionId: string }): string {
  return `${tenantPartition(upstream.tenantId)}#CONN#${part(upstream.connectionId)}`;
}

/** The breaker and the pauses of a connection; with `HEALTH#` also its budgets, so that one query reads all. */
export function upstreamKey(upstream: { tenantId: string; connectionId: string }): ItemKey {
  return { pk: upstreamPartition(upstream), sk: 'HEALTH' };
}

/** One rate limit of a connected API. */
export function budgetKey(budget: { tenantId: string; connectionId: string; name: string }): ItemKey {
  return { pk: upstreamPartition(budget), sk: `HEALTH#BUDGET#${part(budget.name)}` };
}

/** The calls of a workspace in one day. `day`: `2026-01-31`. */
export function usagePartition(usage: { tenantId: string; day: string }): string {
  return `${tenantPartition(usage.tenantId)}#USAGE#${part(usage.day)}`;
}

/** First characters of the sort keys of a connection's usage. */
export function usagePrefix(connectionId: string): string {
  return `${part(connectionId)}#`;
}

/** One user's calls over one connection in one hour. `hour`: 0 to 23. */
export function usageKey(usage: {
  tenantId: string;
  day: string;
  connectionId: string;
  userId: string;
  hour: number;
}): ItemKey {
  const hour = String(usage.hour).padStart(2, '0');
  return { pk: usagePartition(usage), sk: `${usagePrefix(usage.connectionId)}${part(usage.userId)}#${hour}` };
}

/** What a workspace uses of language models. */
export function modelUsagePartition(tenantId: string): string {
  return `${tenantPartition(tenantId)}#MODELS`;
}

/** First characters of the sort keys of a day. `day`: `2026-01-31`. */
export function modelUsagePrefix(day: string): string {
  return `${part(day)}#`;
}

/** One model in one day. */
export function modelUsageKey(usage: { tenantId: string; day: string; model: string }): ItemKey {
  return {
    pk: modelUsagePartition(usage.tenantId),
    sk: `${modelUsagePrefix(usage.day)}${part(usage.model)}`,
  };
}

/** What a language model answered. `hash`: hex digest of what it was asked. */
export function modelAnswerKey(answer: { tenantId: string; hash: string }): ItemKey {
  return { pk: `${tenantPartition(answer.tenantId)}#ANSWERS`, sk: `ANSWER#${part(answer.hash)}` };
}

/** The index partitions of connections that are looked at at night. */
export function nightShards(): readonly string[] {
  return Array.from({ length: NIGHT_SHARDS }, (_, shard) => `NIGHT#${shard}`);
}

/** Present on a connection that has a document, or an address to read one from. */
export function nightIndexKey(connection: { tenantId: string; id: string; hasAddress: boolean }): IndexKey {
  const { tenantId, id, hasAddress } = connection;
  return {
    gsi1pk: `NIGHT#${shardOf(id, NIGHT_SHARDS)}`,
    gsi1sk: `${part(tenantId)}#${part(id)}#${hasAddress ? 'ADDRESS' : 'KEPT'}`,
  };
}

/** The connection of an index key that `nightIndexKey` made. */
export function connectionOfNightKey(sortKey: string): {
  tenantId: string;
  connectionId: string;
  hasAddress: boolean;
} {
  const [tenantId, connectionId, place] = sortKey.split('#').map(unpart);
  if (tenantId === undefined || connectionId === undefined) throw new Error('Not the key of a connection.');
  return { tenantId, connectionId, hasAddress: place === 'ADDRESS' };
}

/** The counter of one subject, class and window. `windowStart`: epoch seconds. */
export function rateKey(window: { subject: string; limitClass: string; windowStart: number }): ItemKey {
  return {
    pk: `RATE#${part(window.subject)}#${part(window.limitClass)}`,
    sk: String(window.windowStart),
  };
}

/** Escapes what separates the parts of a key, so that no id can reach into another's place. */
export function part(value: string): string {
  if (value === '') throw new Error('A key part is empty.');
  return value.replaceAll('%', '%25').replaceAll('#', '%23');
}

/** What `part` has escaped. */
export function unpart(text: string): string {
  return text.replaceAll('%23', '#').replaceAll('%25', '%');
}

function shardOf(id: string, shards: number): number {
  let sum = 0;
  for (const character of id) sum = (sum + (character.codePointAt(0) ?? 0)) % shards;
  return sum;
}

/** Sorts as text as the number sorts. */
function ordinal(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error('A key ordinal is not a whole number.');
  return String(value).padStart(6, '0');
}
