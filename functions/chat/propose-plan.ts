import type { PendingEdit } from '../../shared/domain/chat.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type {
  CatalogueStore,
  Clock,
  ConnectionStore,
  Log,
  ModelAnswers,
  ModelClient,
  ModelUsageStore,
} from '../../shared/ports.ts';
import type { Turn } from '../../shared/planner/plan-request.ts';
import { MAX_MESSAGE_LENGTH } from '../../shared/planner/text.ts';

export interface ProposalPorts {
  readonly connections: Pick<ConnectionStore, 'listAll'>;
  readonly catalogues: CatalogueStore;
  /** Undefined where no model is configured. */
  readonly model: () => Promise<ModelClient | undefined>;
  /** What a model has answered and used; loaded where there is a model. */
  readonly modelMemory: () => Promise<{ readonly answers: ModelAnswers; readonly usage: ModelUsageStore }>;
  readonly clock: Clock;
  readonly log: Log;
}

/** An HTTP answer has 30 s; what is left after this is for storing the plan. */
const PLANNING_DEADLINE_MS = 25_000;

/** What a message is about, beside its words. */
interface Surroundings {
  readonly previous: readonly Turn[];
  /** Of the conversation. */
  readonly plan?: Plan;
  readonly pending?: PendingEdit;
}

/** Replies to a message over the active connections of the workspace; answers the APIs as well. */
export async function proposePlan({
  tenantId,
  message,
  named,
  surroundings: around,
  ports,
}: {
  tenantId: string;
  message: string;
  /** Names or ids of connections; all where there are none. */
  named: readonly string[] | undefined;
  surroundings: Surroundings;
  ports: ProposalPorts;
}) {
  const { clock } = ports;
  const deadline = clock.now() + PLANNING_DEADLINE_MS;
  // Loaded when it is first asked for: an instance that only refuses requests never needs it.
  const planner = import('../../shared/planner/reply-to-message.ts');
  const { openApis, readApis } = await import('./load-apis.ts');
  const [opened, model] = await Promise.all([
    openApis({ ...ports, tenantId, named }),
    openModel(ports, tenantId),
  ]);
  const said = around.previous.flatMap(({ role, content }) => (role === 'user' ? [content] : []));
  const texts = [...said, message].map((text) => text.slice(0, MAX_MESSAGE_LENGTH));
  const apis = await readApis({ ...ports, opened, texts, steps: around.plan?.steps ?? [] });
  const { replyToMessage } = await planner;
  const reply = await replyToMessage({
    message,
    ...around,
    apis,
    ...(model === undefined ? {} : { model: model.client }),
    deadlineMs: Math.max(0, deadline - clock.now()),
    clock,
  });
  await model?.settle({ good: 'draft' in reply && reply.draft.planner === 'model' });
  return { reply, apis };
}

/** The configured model, with what it answered this workspace before. */
async function openModel({ model, modelMemory, clock, log }: ProposalPorts, tenantId: string) {
  const configured = await model();
  if (configured === undefined) return undefined;
  const [{ modelForWorkspace }, memory] = await Promise.all([
    import('./model-for-workspace.ts'),
    modelMemory(),
  ]);
  return modelForWorkspace({ ...memory, model: configured, tenantId, clock, log });
}

/** Earlier messages as a request gives them: bare texts are the person's. */
export function turnsOf(messages: readonly (Turn | string)[] = []): readonly Turn[] {
  return messages.map((message) =>
    typeof message === 'string' ? { role: 'user', content: message } : message,
  );
}
