import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';

/** Starts executions of one Express state machine. */
export function createRunMachine({
  stateMachineArn,
  newSuffix,
  client = new SFNClient(clientOptions()),
}: {
  stateMachineArn: string;
  /** Random, at most 36 characters. */
  newSuffix: () => string;
  client?: SFNClient;
}) {
  return {
    /** SERVICE_UNAVAILABLE where it could not be started; the watchdog tries again then. */
    async start({ tenantId, runId }: { readonly tenantId: string; readonly runId: string }): Promise<void> {
      // Express does not deduplicate names (the lease does); a name of its own tells the tries apart in the logs.
      const command = new StartExecutionCommand({
        stateMachineArn,
        name: `${runId.slice(0, MAX_NAME - 37)}-${newSuffix()}`,
        input: JSON.stringify({ tenantId, runId }),
      });
      await client.send(command).catch(rethrow);
    },
  };
}

/** Of an execution's name. */
const MAX_NAME = 80;
