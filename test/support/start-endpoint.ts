import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createEndpoint } from '../../local/aws/endpoint.ts';
import type { CallNotice, Endpoint } from '../../local/aws/endpoint.ts';
import { AwsError } from '../../local/aws/service.ts';
import type { LocalService, Permission } from '../../local/aws/service.ts';

/** An endpoint with an account of what reached it. */
export interface TestEndpoint extends Endpoint {
  readonly calls: CallNotice[];
  readonly checked: Permission[];
  readonly logged: string[];
  /** For the constructor of any SDK client; `accessKeyId` is the logical id of the caller. */
  clientOptions(accessKeyId?: string): {
    readonly endpoint: string;
    readonly region: string;
    readonly maxAttempts: number;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

/** Serves `services` on a free port. Callers are `root`, who may do all, and `Nobody`, who may do nothing. */
export async function startEndpoint(services: readonly LocalService[]): Promise<TestEndpoint> {
  const calls: CallNotice[] = [];
  const checked: Permission[] = [];
  const logged: string[] = [];
  const endpoint = await createEndpoint({
    services,
    authorize: {
      principalOf: (accessKeyId) => (['root', 'Nobody'].includes(accessKeyId) ? accessKeyId : undefined),
      check(principal, permissions) {
        checked.push(...permissions);
        const [first] = permissions;
        if (principal !== 'Nobody' || first === undefined) return;
        const user = 'arn:aws:sts::000000000000:assumed-role/Nobody/test';
        throw new AwsError(
          'AccessDeniedException',
          `User: ${user} is not authorized to perform: ${first.action} on resource: ${first.resource}`,
        );
      },
    },
    onCall: (notice) => calls.push(notice),
    log: (message) => logged.push(message),
  });
  return {
    ...endpoint,
    calls,
    checked,
    logged,
    clientOptions: (accessKeyId = 'root') => ({
      endpoint: endpoint.url,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey: 'unused' },
    }),
  };
}

/** A directory of its own for one test file. */
export function makeDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'apiq-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
