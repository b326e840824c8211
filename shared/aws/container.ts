/**
 * The ports of a function, to be named by its entry. Each is a file of its own, so that a bundle holds only what its
 * function names; the SDK clients other than DynamoDB's are imported when a call first needs them, so that a cold start
 * does not load them.
 */
export { accounts } from './container/accounts.ts';
export { approvals } from './container/approvals.ts';
export { catalogues } from './container/catalogues.ts';
export { changeHistory } from './container/change-history.ts';
export { connections } from './container/connections.ts';
export { createContainer } from './container/create-container.ts';
export { credentials } from './container/credentials.ts';
export { documentCache } from './container/document-cache.ts';
export { documentInspector } from './container/document-inspector.ts';
export { identity } from './container/identity.ts';
export { ingester } from './container/ingester.ts';
export { ingestionHeartbeat } from './container/ingestion-heartbeat.ts';
export { ingestions } from './container/ingestions.ts';
export { keyCheck } from './container/key-check.ts';
export { mailer } from './container/mailer.ts';
export { modelSettings } from './container/model-settings.ts';
export { nightShift } from './container/night-shift.ts';
export { outboxPublisher } from './container/outbox-publisher.ts';
export { modelUsage } from './container/models.ts';
export { plans } from './container/plans.ts';
export { runHeads } from './container/run-heads.ts';
export { runs } from './container/runs.ts';
export { runStarter } from './container/run-starter.ts';
export { triggerClockwork } from './container/trigger-clockwork.ts';
export { triggers } from './container/triggers.ts';
export { uploadDesk } from './container/upload-desk.ts';
export { uploads } from './container/uploads.ts';
export { upstreams } from './container/upstreams.ts';
export { usage } from './container/usage.ts';
export { vault } from './container/vault.ts';
export { workflowLines } from './container/workflow-lines.ts';
export { workflows } from './container/workflows.ts';
export { outboxRowOfImage } from './outbox-publisher.ts';
