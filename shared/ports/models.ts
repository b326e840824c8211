import type { TokenCount } from '../domain/cost/model-prices.ts';
import type { Json } from '../domain/json.ts';

/** Proposes with a language model. Throws AI_SERVICE_ERROR; the rules answer then. */
export interface ModelClient {
  readonly model: string;
  /** `tokens` where the server says how many it took. */
  complete(request: ModelRequest): Promise<{ readonly json: Json; readonly tokens?: TokenCount }>;
}

export interface ModelRequest {
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly schema: Readonly<Record<string, Json>>;
  readonly schemaName: string;
  readonly timeoutMs: number;
}

/** What a model answered before, by a hash of everything that it was asked. Of a workspace: no other one is answered from it. */
export interface ModelAnswers {
  /** Undefined where there is none that has not expired. */
  get(tenantId: string, key: string): Promise<Json | undefined>;
  /** An answer that is too large is not kept. */
  put(tenantId: string, key: string, answer: Json): Promise<void>;
}

/** One model in one day. `day`: `2026-01-31`. */
export interface ModelUsageRow {
  readonly day: string;
  readonly model: string;
  readonly usage: ModelUsage;
}

export interface ModelUsage {
  /** Requests that the model was sent. */
  readonly calls: number;
  /** Requests that an earlier answer was found for. */
  readonly remembered: number;
  readonly tokens: TokenCount;
}

/** What a workspace uses of language models. */
export interface ModelUsageStore {
  add(row: ModelUsageRow & { readonly tenantId: string }): Promise<void>;
  list(of: {
    readonly tenantId: string;
    readonly days: readonly string[];
  }): Promise<readonly ModelUsageRow[]>;
}
