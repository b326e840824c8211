import { createRateLimiter } from '../../shared/aws/rate-limiter.ts';
import { rateKey, TTL_ATTRIBUTE } from '../../shared/aws/table.ts';
import { serial } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const START = 1_700_000_100;

function setup({ limit = 5 } = {}) {
  let now = START * 1000;
  const limiter = createRateLimiter({ table: dynamodb.table, clock: { now: () => now } });
  const subject = `203.0.113.${serial()}`;
  const take = (over: { subject?: string; limitClass?: string } = {}) =>
    limiter.take({ subject, limitClass: 'auth', limit, windowSeconds: 900, ...over });
  return { subject, take, wait: (seconds: number) => (now += seconds * 1000) };
}

/** End of the window of 900 s that START is in. */
const RESET = Math.floor(START / 900) * 900 + 900;

describe('the rate limiter', () => {
  it('counts down, then refuses until the window ends', async () => {
    const { take } = setup({ limit: 2 });
    expect(await take()).toEqual({ allowed: true, remaining: 1, resetAt: RESET });
    expect(await take()).toEqual({ allowed: true, remaining: 0, resetAt: RESET });
    expect(await take()).toEqual({ allowed: false, remaining: 0, resetAt: RESET });
    expect(await take()).toEqual({ allowed: false, remaining: 0, resetAt: RESET });
  });

  it('begins anew with the next window', async () => {
    const { take, wait } = setup({ limit: 1 });
    await take();
    wait(RESET - START - 1);
    expect(await take()).toMatchObject({ allowed: false });
    wait(1);
    expect(await take()).toEqual({ allowed: true, remaining: 0, resetAt: RESET + 900 });
  });

  it('lets exactly the limit through when two hundred come at once', async () => {
    const { take } = setup({ limit: 50 });
    const answers = await Promise.all(Array.from({ length: 200 }, () => take()));
    const allowed = answers.filter((answer) => answer.allowed);
    expect(allowed).toHaveLength(50);
    expect(new Set(allowed.map((answer) => answer.remaining)).size).toBe(50);
  });

  it('counts every subject and class apart, whatever their names hold', async () => {
    const { subject, take } = setup({ limit: 1 });
    const others = [{ subject: `${subject}#auth` }, { limitClass: 'chat' }, { subject: `${subject}%23auth` }];
    await take();
    for (const other of others) expect(await take(other)).toMatchObject({ allowed: true });
    expect(await take()).toMatchObject({ allowed: false });
  });

  it('lets the table forget a counter an hour after its window', async () => {
    const { subject, take } = setup();
    await take();
    const item = await dynamodb.table.get(rateKey({ subject, limitClass: 'auth', windowStart: RESET - 900 }));
    expect(item).toMatchObject({ taken: 1, [TTL_ATTRIBUTE]: RESET + 3_600 });
  });
});
