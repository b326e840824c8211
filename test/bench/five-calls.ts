import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLaptopCloud } from '../../local/laptop-cloud.ts';
import { call, local, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { connect, sample } from '../support/sample-upstreams.ts';

export interface BenchCloud {
  readonly token: string;
  /** Where the calls of the workflow go, and the headers that the sample asks for. */
  readonly upstream: string;
  readonly headers: Readonly<Record<string, string>>;
  /** An approved workflow of five calls, with the steps given behind its second. */
  workflow(name: string, between?: readonly unknown[]): Promise<string>;
  execute(workflowId: string): Promise<string>;
}

/** The paths of the five calls: three read, two write. */
export const FIVE_CALLS = [
  { name: 'Inventory', method: 'GET', endpoint: '/inventory' },
  { name: 'Add', method: 'POST', endpoint: '/pets', parameters: { name: 'Rex', species: 'dog' } },
  { name: 'Look', method: 'GET', endpoint: '/pets/{petId}', parameters: { petId: '{{steps.add.id}}' } },
  { name: 'Again', method: 'POST', endpoint: '/pets', parameters: { name: 'Tom', species: 'cat' } },
  { name: 'Count', method: 'GET', endpoint: '/inventory' },
] as const;

/** A laptop cloud with a person, a connection and workflows of five calls. */
export async function withBenchCloud<T>(act: (cloud: BenchCloud) => Promise<T>): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'apiq-bench-'));
  const cloud = await startLaptopCloud({ data, port: 0 });
  process.env['APIQ_TEST_URL'] = cloud.url;
  try {
    const { token } = await newPerson('Bench');
    const pets = await sample('pet');
    const connection = await connect(pets, token);
    const { type, headerName = 'authorization', value } = pets.authHint;
    return await act({
      token,
      upstream: connection.baseUrl,
      headers: { [headerName]: type === 'bearer' ? `Bearer ${value}` : value },
      async workflow(name, between = []) {
        const calls = FIVE_CALLS.map((step) => ({
          ...step,
          type: 'api_call',
          apiConnectionId: connection.id,
        }));
        const steps = [...calls.slice(0, 2), ...between, ...calls.slice(2)];
        const made = await call('POST', '/workflows', { token, body: { name, steps } });
        if (made.status !== 201) throw new Error(made.text);
        const { id, planHash } = made.body.data;
        await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
        return id;
      },
      async execute(workflowId) {
        const { status, body, text } = await call('POST', `/workflows/${workflowId}/execute`, {
          token,
          body: {},
        });
        if (status !== 202) throw new Error(text);
        return body.data.executionId;
      },
    });
  } finally {
    await cloud.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** Waits until a run has told the bus that it is over, without reading it. Throws where it failed. */
export async function ended(executionId: string): Promise<void> {
  const events = await until(async () => {
    const seen: unknown[] = await local(`/events?runId=${executionId}`);
    return seen.length >= 2 ? seen : undefined;
  }, 60_000);
  if (!JSON.stringify(events).includes('execution.completed')) throw new Error(JSON.stringify(events));
}
