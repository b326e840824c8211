import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { DemoClient } from './client.ts';
import { finishedExecution } from './finished-execution.ts';

/** A sample upstream as the laptop cloud runs it. */
export interface DemoSample {
  readonly name: string;
  readonly url: string;
  readonly documentUrl: string;
  readonly authHint: { readonly type: string; readonly headerName?: string; readonly value: string };
  close(): Promise<void> | void;
}

const Connected = z.looseObject({ id: z.string(), endpointCount: z.number(), ingestionStatus: z.string() });
const Planned = z.looseObject({
  planId: z.string(),
  planHash: z.string(),
  explanation: z.string(),
  confidence: z.number(),
  planner: z.string(),
  questions: z.array(z.looseObject({ question: z.string() })),
  workflow: z.looseObject({
    name: z.string(),
    steps: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        effect: z.string(),
        method: z.string().optional(),
        endpoint: z.string().optional(),
        parameters: z.unknown().optional(),
        apiConnectionId: z.string().optional(),
      }),
    ),
  }),
});
const Requests = z.array(
  z.looseObject({ method: z.string(), path: z.string(), status: z.number(), authenticated: z.boolean() }),
);

/** Does the main job through the public API and prints each stage. Throws where a stage does not come out. */
export async function narrate({
  client,
  samples,
  sentence,
  stop,
  print,
}: {
  client: DemoClient;
  samples: readonly DemoSample[];
  sentence: string;
  /** Words of the names of samples that are stopped before the run. */
  stop: readonly string[];
  print: (line: string) => void;
}): Promise<void> {
  print('1. Register, verify by the captured mail, sign in');
  await signUp(client, print);

  print('\n2. Connect the sample APIs by their OpenAPI documents');
  const connected = new Map<string, DemoSample>();
  for (const upstream of samples) {
    const { type, headerName, value } = upstream.authHint;
    const [username, password] = value.split(':');
    const authConfig =
      type === 'api_key'
        ? { apiKey: value, headerName }
        : type === 'bearer'
          ? { token: value }
          : { username, password };
    const body = { name: upstream.name, authType: type, authConfig, documentationUrl: upstream.documentUrl };
    const { id, endpointCount } = Connected.parse(await client.call('POST', '/connections', body));
    connected.set(id, upstream);
    print(`   ${upstream.name}: ${endpointCount} endpoints, authenticated by ${type}`);
  }

  print(`\n3. Ask: "${sentence}"`);
  const plan = Planned.parse(await client.call('POST', '/chat', { message: sentence }));
  print(`   ${plan.explanation.replaceAll('\n', '\n   ')}`);
  for (const step of plan.workflow.steps) {
    print(
      `   [${step.effect}] ${step.name}: ${step.method ?? ''} ${step.endpoint ?? ''} ${JSON.stringify(step.parameters ?? {})}`,
    );
  }
  print(
    `   confidence ${plan.confidence.toFixed(2)}, planned by ${plan.planner}, hash ${plan.planHash.slice(0, 23)}…`,
  );
  for (const { question } of plan.questions) print(`   ? ${question}`);
  if (plan.workflow.steps.length === 0) throw new Error('there is no plan for this sentence.');
  if (plan.questions.length > 0) throw new Error('the plan has open questions; say more in the sentence.');

  print('\n4. Approve this plan, and no other');
  const { id } = z
    .looseObject({ id: z.string() })
    .parse(await client.call('POST', '/workflows', { planId: plan.planId }));
  await client.call('POST', `/workflows/${id}/approve`, { planHash: plan.planHash });

  const used = new Set(
    plan.workflow.steps.flatMap((step) => connected.get(step.apiConnectionId ?? '') ?? []),
  );
  const before = new Map<DemoSample, number>();
  for (const upstream of used)
    before.set(upstream, Requests.parse(await client.read(`${upstream.url}/_requests`)).length);
  for (const upstream of samples.filter(({ name }) =>
    stop.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  )) {
    print(`   (stopping ${upstream.name})`);
    await upstream.close();
  }

  print('\n5. Run');
  const started = z
    .looseObject({ executionId: z.string() })
    .parse(await client.call('POST', `/workflows/${id}/execute`, { input: {} }));
  const execution = await finishedExecution(client, started.executionId);
  for (const step of execution.steps) {
    print(`   ${step.name}: ${step.status}${step.duration === null ? '' : ` in ${step.duration} ms`}`);
    if (step.error) print(`     ${step.error.message}`);
    else if (step.output !== undefined) print(`     -> ${JSON.stringify(step.output).slice(0, 160)}`);
  }
  if (execution.status !== 'completed')
    throw new Error(`the run ${execution.status}: ${execution.error?.message ?? 'no reason given'}`);

  print('\n6. What the upstreams received');
  for (const upstream of used) {
    const calls = Requests.parse(await client.read(`${upstream.url}/_requests`)).slice(before.get(upstream));
    for (const { method, path, status } of calls)
      print(`   ${upstream.name}: ${method} ${path} -> ${status}`);
    if (!calls.some(({ authenticated, status }) => authenticated && status < 300)) {
      throw new Error(`${upstream.name} received no call that it accepted.`);
    }
  }
  print('\nDone: the sentence became calls, and the calls arrived.');
}

async function signUp(client: DemoClient, print: (line: string) => void): Promise<void> {
  const email = `demo-${randomUUID().slice(0, 8)}@example.com`;
  const password = 'correct-horse-7';
  await client.call('POST', '/auth/register', { email, name: 'Demo', password });
  const mails = z
    .array(z.looseObject({ text: z.string() }))
    .parse(await client.read(`${client.base}/_local/mail?to=${encodeURIComponent(email)}`));
  const token = /([A-Za-z0-9_-]{16,}\.\d{6})/.exec(mails[0]?.text ?? '')?.[1];
  if (token === undefined) throw new Error('no verification mail was captured.');
  await client.call('POST', '/auth/verify', { token });
  const { accessToken } = z
    .looseObject({ accessToken: z.string() })
    .parse(await client.call('POST', '/auth/login', { email, password }));
  client.signIn(accessToken);
  print(`   ${email} is signed in`);
}
