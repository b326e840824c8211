import type { IngestionMessage } from '../domain/ingestion.ts';

/** A connection of any workspace. */
export interface ConnectionRef {
  readonly tenantId: string;
  readonly connectionId: string;
}

/** A message that becomes visible after so many seconds, 900 at most. */
export interface DelayedMessage<Message> {
  readonly message: Message;
  readonly delaySeconds: number;
}

/** What a night's work is made of. */
export interface NightShift {
  /** The connections of all workspaces that have a document, by key alone. */
  connections(): Promise<readonly (ConnectionRef & { readonly hasAddress: boolean })[]>;
  /** Answers how many the queue did not take. */
  sendRefreshes(messages: readonly DelayedMessage<IngestionMessage>[]): Promise<number>;
  /** The same for calls that only look whether the API works. */
  sendChecks(messages: readonly DelayedMessage<ConnectionRef>[]): Promise<number>;
}
