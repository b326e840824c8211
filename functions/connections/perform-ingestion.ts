import { AppError } from '../../shared/domain/errors.ts';
import type { IngestionMessage } from '../../shared/domain/ingestion.ts';
import type { Ingester } from '../../shared/ports.ts';

/** Performs what was requested, while somebody waits. Where that fails, the worker that its event calls comes anyhow. */
export async function performIngestion({
  ingester,
  message,
}: {
  ingester: Ingester;
  message: IngestionMessage;
}): Promise<void> {
  await ingester.perform(message).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE')) throw error;
  });
}
