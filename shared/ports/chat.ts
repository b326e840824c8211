import type { ChatExchange, ChatSession } from '../domain/chat.ts';
import type { Plan } from '../domain/plan.ts';
import type { Change, Page, PageRequest } from './changes.ts';

/** Whose conversations: nobody else's are found, not even in the same workspace. */
export interface ChatOwner {
  readonly tenantId: string;
  readonly userId: string;
}

export interface ChatStore {
  create(session: ChatSession, change: Change): Promise<void>;
  /** Undefined where the person has none of this id, or it has expired. */
  get(owner: ChatOwner, id: string): Promise<ChatSession | undefined>;
  /** Newest first. */
  list(owner: ChatOwner, request: PageRequest): Promise<Page<ChatSession>>;
  /** The latest exchanges of a conversation, oldest first. */
  history(session: ChatSession, limit: number): Promise<readonly ChatExchange[]>;
  /**
   * Writes an exchange, the session as it is after it, and its plan where there is a new one. CONFLICT where another
   * message was answered since `session` was read.
   */
  record(
    turn: { readonly session: ChatSession; readonly exchange: ChatExchange; readonly plan?: Plan },
    change: Change,
  ): Promise<void>;
  /** With its exchanges; plans stay until they expire. */
  delete(session: ChatSession, change: Change): Promise<void>;
}
