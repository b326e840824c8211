import { listen } from '../listener.ts';

/** What the API does with a call: `silent` acts and never answers, `deaf` breaks off before it acts. */
export type Behaviour = 'answers' | 'silent' | 'deaf' | 'fails' | 'busy';

/** A real API that counts what it did for each idempotency key, and behaves as a run wants it to. */
export async function startFaultyUpstream() {
  const acted = new Map<string, number>();
  const behaviours = new Map<string, () => Behaviour>();
  const listener = await listen((request, response) => {
    const key = String(request.headers['idempotency-key']);
    const behaviour = behaviours.get(key.slice(0, key.indexOf(':')))?.() ?? 'answers';
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/refuse') return answer(422, { message: 'No.' });
    if (behaviour === 'deaf') return request.socket.destroy();
    if (behaviour === 'fails') return answer(500, { message: 'Broken.' });
    if (behaviour === 'busy') return answer(429, { message: 'Later.' });
    acted.set(key, (acted.get(key) ?? 0) + 1);
    if (behaviour === 'answers') answer(200, { key });
  });
  return {
    host: listener.host,
    url: listener.url,
    /** How often a call was carried out. */
    acted: (runId: string, key: string) => acted.get(`${runId}:${key}`) ?? 0,
    /** How it behaves to the calls of one run. */
    behave: (runId: string, choose: () => Behaviour) => void behaviours.set(runId, choose),
    close: () => listener.close(),
  };
}

export type FaultyUpstream = Awaited<ReturnType<typeof startFaultyUpstream>>;
