import type { SampleOperation } from './operation.ts';

type AuthType = 'api_key' | 'bearer' | 'basic';

/** How to authenticate to a sample: what a connection's `authType` and `authConfig` are made of. */
export interface AuthHint {
  readonly type: AuthType;
  /** Of an API key only. */
  readonly headerName?: string;
  /** The key or token itself; for basic `user:password`. */
  readonly value: string;
}

/** A sample API before it is started. */
export interface SampleDefinition {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Where it listens unless told otherwise. */
  readonly port: number;
  readonly auth: { readonly type: AuthType; readonly headerName?: string };
  /** What its generated credentials begin with; for basic the user and a colon. */
  readonly credentialPrefix: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  /** Its operations over fresh state. `now` is in epoch milliseconds. */
  readonly build: (options: { readonly now: () => number }) => readonly SampleOperation[];
}

/** A sample API that answers on this machine. */
export interface RunningSample {
  readonly name: string;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly documentUrl: string;
  readonly authHint: AuthHint;
  /** Ends the open connections, too. May be called twice. */
  close(): Promise<void>;
}
