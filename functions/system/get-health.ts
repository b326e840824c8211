import type { systemRoutes } from '../../shared/api/system.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Real checks of what the service depends on; each throws where its part does not answer. */
export interface HealthChecks {
  readonly database: () => Promise<void>;
  readonly encryption: () => Promise<void>;
  /** Whether a language model is configured. */
  readonly modelConfigured: () => Promise<boolean>;
}

/** The state of the service: unhealthy without table or key; degraded without a model, since the rules plan then. */
export function getHealth({
  checks,
  clock,
  log,
}: {
  checks: HealthChecks;
  clock: Clock;
  log: Log;
}): Handler<typeof systemRoutes.getHealth> {
  return async ({ request }) => {
    const from = clock.now();
    const works = (name: string, check: Promise<unknown>): Promise<boolean> =>
      check.then(
        () => true,
        (error: unknown) => {
          log.error('health check failed', { check: name, error });
          return false;
        },
      );
    const [database, encryption, model] = await Promise.all([
      works('database', checks.database()),
      works('encryption', checks.encryption()),
      checks.modelConfigured().catch(() => false),
    ]);
    const vital = database && encryption;
    return {
      success: vital,
      status: !vital ? 'unhealthy' : model ? 'healthy' : 'degraded',
      timestamp: request.now,
      responseTime: `${clock.now() - from}ms`,
      checks: {
        database: { status: database ? 'healthy' : 'unhealthy' },
        openai: { status: model ? 'healthy' : 'degraded' },
        encryption: { status: encryption ? 'healthy' : 'unhealthy' },
      },
    };
  };
}
