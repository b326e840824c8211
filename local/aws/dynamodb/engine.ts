import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import { request } from 'undici';

/** A DynamoDB engine that answers. */
export interface Engine {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** False as soon as the process has ended, for whatever reason. */
  alive(): boolean;
  /** Ends the process and waits for it. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 3_000;
const STARTS = 3;

/**
 * Runs the engine and ends it when its own stdin ends. The pipe closes also where this process is killed without a
 * chance to clean up, so the engine never outlives it. Ctrl-C reaches the whole process group: it is ignored here, so
 * that the functions in flight still have their table until the laptop cloud closes it.
 */
const SUPERVISOR = `
trap '' INT HUP
exec 3<&0
"$0" "$@" </dev/null 3<&- &
engine=$!
echo "pid $engine"
( exec cat <&3 >/dev/null 2>&1 ) && kill "$engine" 2>/dev/null &
exec 3<&-
wait "$engine"
`;

/** Starts dynoxide on a file and waits until it answers. Throws where the binary is missing or does not start. */
export async function startEngine(options: {
  readonly dbPath: string;
  /** A free one by default. */
  readonly port?: number | undefined;
  readonly log: (line: string) => void;
}): Promise<Engine> {
  const binary = findBinary();
  mkdirSync(dirname(options.dbPath), { recursive: true });
  for (let start = 1; ; start += 1) {
    const engine = await launch({ ...options, binary, port: options.port ?? (await findFreePort()) });
    if (engine !== undefined) return engine;
    // Another process may have taken the port since it was found free.
    if (options.port !== undefined || start === STARTS) {
      throw new Error(`The DynamoDB engine did not start on ${options.dbPath}; its output is in the log.`);
    }
  }
}

async function launch(options: {
  readonly binary: string;
  readonly dbPath: string;
  readonly port: number;
  readonly log: (line: string) => void;
}): Promise<Engine | undefined> {
  const { binary, dbPath, port, log } = options;
  const child = spawn('sh', ['-c', SUPERVISOR, binary, '--port', String(port), '--db-path', dbPath], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  let pid: number | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, started] = /^pid (\d+)$/.exec(line) ?? [];
    if (started !== undefined) pid = Number(started);
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line !== '') log(`dynamodb: ${line}`);
  });

  let stopping = false;
  child.once('exit', (code) => {
    // Ends the process that waits at the other end of the pipe.
    child.stdin.end();
    if (!stopping) log(`dynamodb: the engine has ended with code ${String(code)}`);
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    if (ended(child)) return;
    const exit = once(child, 'exit');
    child.stdin.end();
    const timer = setTimeout(() => {
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    }, STOP_TIMEOUT_MS);
    await exit;
    clearTimeout(timer);
  };

  const endpoint = `http://127.0.0.1:${port}`;
  const engine = { endpoint, alive: () => !ended(child), stop };
  if (await answers(engine)) return engine;
  await stop();
  return undefined;
}

/** Polls an engine until it answers; false where it ends first or takes longer than ten seconds. */
async function answers(engine: Pick<Engine, 'endpoint' | 'alive'>): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (engine.alive() && Date.now() < deadline) {
    if (await isAnswering(engine.endpoint)) return engine.alive();
    await delay(20);
  }
  return false;
}

/** Whether something that speaks DynamoDB listens there. */
export async function isAnswering(endpoint: string): Promise<boolean> {
  try {
    const answer = await request(endpoint, {
      method: 'POST',
      headers: engineHeaders('DynamoDB_20120810.ListTables'),
      body: '{}',
      headersTimeout: 2_000,
      reset: true,
    });
    await answer.body.dump();
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}

/** The headers of a call that the laptop cloud itself makes; engines want a signature but do not check it. */
export function engineHeaders(target: string): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20250101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
  };
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function findBinary(): string {
  const name = '@dynoxide/linux-x64';
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dynoxide');
  } catch {
    throw new Error(
      `${name} is not installed (it exists for Linux on x64 only). Start DynamoDB Local or another engine and set ` +
        'DYNAMODB_ENDPOINT to its address.',
    );
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}
