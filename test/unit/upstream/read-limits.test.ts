import { readLimits } from '../../../shared/domain/upstream/read-limits.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const inSeconds = (seconds: number) => NOW + seconds * 1000;
const EPOCH = NOW / 1000;

const read = (headers: Record<string, string>, status = 200) => readLimits({ status, headers, now: NOW });

describe('limits as APIs state them', () => {
  const table: readonly [string, Record<string, string>, object][] = [
    [
      'GitHub, with the resource that is limited',
      {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '4987',
        'x-ratelimit-reset': String(EPOCH + 1800),
        'x-ratelimit-used': '13',
        'x-ratelimit-resource': 'core',
      },
      { name: 'core', limit: 5000, remaining: 4987, resetAt: inSeconds(1800) },
    ],
    [
      'X, formerly Twitter',
      {
        'x-rate-limit-limit': '2000',
        'x-rate-limit-remaining': '1999',
        'x-rate-limit-reset': String(EPOCH + 900),
      },
      { limit: 2000, remaining: 1999, resetAt: inSeconds(900) },
    ],
    [
      'Discord: the delay is finer than the moment',
      {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': `${EPOCH + 1}.25`,
        'x-ratelimit-reset-after': '1.2',
        'x-ratelimit-bucket': 'abcd1234',
      },
      { name: 'abcd1234', limit: 5, remaining: 0, resetAt: NOW + 1200 },
    ],
    [
      'GitLab: a moment under the names of the draft',
      {
        'ratelimit-limit': '600',
        'ratelimit-observed': '5',
        'ratelimit-remaining': '595',
        'ratelimit-reset': String(EPOCH + 60),
      },
      { limit: 600, remaining: 595, resetAt: inSeconds(60) },
    ],
    [
      'Zendesk, lists',
      {
        'x-rate-limit': '700',
        'ratelimit-limit': '700',
        'x-rate-limit-remaining': '699',
        'ratelimit-remaining': '699',
        'ratelimit-reset': '41',
      },
      { limit: 700, remaining: 699, resetAt: inSeconds(41) },
    ],
    [
      'Zendesk, elsewhere: no time to count with',
      { 'x-rate-limit': '700', 'x-rate-limit-remaining': '699' },
      { limit: 700, remaining: 699 },
    ],
    [
      'HubSpot: the window in milliseconds, and the day beside it',
      {
        'x-hubspot-ratelimit-max': '100',
        'x-hubspot-ratelimit-remaining': '93',
        'x-hubspot-ratelimit-interval-milliseconds': '10000',
        'x-hubspot-ratelimit-daily': '250000',
        'x-hubspot-ratelimit-daily-remaining': '249000',
      },
      { limit: 100, remaining: 93, windowMs: 10_000 },
    ],
    [
      'HubSpot at the end of its day',
      {
        'x-hubspot-ratelimit-max': '100',
        'x-hubspot-ratelimit-remaining': '93',
        'x-hubspot-ratelimit-interval-milliseconds': '10000',
        'x-hubspot-ratelimit-daily': '250000',
        'x-hubspot-ratelimit-daily-remaining': '12',
      },
      { limit: 250_000, remaining: 12, windowMs: 86_400_000 },
    ],
    ['Shopify', { 'x-shopify-shop-api-call-limit': '32/40' }, { limit: 40, remaining: 8 }],
    [
      'OpenAI: requests count, tokens do not; a duration',
      {
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '59',
        'x-ratelimit-reset-requests': '6m0s',
        'x-ratelimit-limit-tokens': '150000',
        'x-ratelimit-remaining-tokens': '3',
        'x-ratelimit-reset-tokens': '20ms',
      },
      { limit: 60, remaining: 59, resetAt: inSeconds(360) },
    ],
    [
      'Anthropic: an ISO time',
      {
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-requests-reset': '2026-03-01T12:00:30Z',
      },
      { limit: 50, remaining: 49, resetAt: inSeconds(30) },
    ],
    [
      'Kong: several windows, the one that ends first',
      {
        'x-ratelimit-limit-minute': '10',
        'x-ratelimit-remaining-minute': '4',
        'x-ratelimit-limit-hour': '100',
        'x-ratelimit-remaining-hour': '3',
      },
      { limit: 100, remaining: 3, windowMs: 3_600_000 },
    ],
    [
      'draft -02: quotas inside the limit',
      { 'ratelimit-limit': '10, 10;w=1, 50;w=60', 'ratelimit-remaining': '9', 'ratelimit-reset': '1' },
      { limit: 10, remaining: 9, windowMs: 1000, resetAt: inSeconds(1) },
    ],
    [
      'draft -06: the policy apart',
      {
        'ratelimit-policy': '100;w=60',
        'ratelimit-limit': '100',
        'ratelimit-remaining': '95',
        'ratelimit-reset': '50',
      },
      { limit: 100, remaining: 95, windowMs: 60_000, resetAt: inSeconds(50) },
    ],
    [
      'draft -07: one dictionary',
      { 'ratelimit-policy': '100;w=60', ratelimit: 'limit=100, remaining=50, reset=30' },
      { limit: 100, remaining: 50, windowMs: 60_000, resetAt: inSeconds(30) },
    ],
    [
      'draft -08: tokens',
      { 'ratelimit-policy': 'default;q=100;w=60', ratelimit: 'default;r=50;t=30' },
      { name: 'default', limit: 100, remaining: 50, windowMs: 60_000, resetAt: inSeconds(30) },
    ],
    [
      'draft -10: strings, two policies, a partition',
      {
        'ratelimit-policy': '"burst";q=100;w=60;pk=:QXBw:, "daily, all";q=1000;w=86400',
        ratelimit: '"burst";r=60;t=20, "daily, all";r=12;t=3600',
      },
      { limit: 1000, remaining: 12, windowMs: 86_400_000, resetAt: inSeconds(3600) },
    ],
    [
      'a policy of bytes beside one of requests',
      {
        'ratelimit-policy': '"bytes";q=65535;w=10;qu="content-bytes", "calls";q=10;w=1',
        ratelimit: '"bytes";r=0;t=9, "calls";r=8;t=1',
      },
      { name: 'calls', limit: 10, remaining: 8, windowMs: 1000, resetAt: inSeconds(1) },
    ],
    [
      'a policy alone',
      { 'ratelimit-policy': '"calls";q=10;w=1' },
      { name: 'calls', limit: 10, windowMs: 1000 },
    ],
    [
      'epoch milliseconds',
      {
        'x-ratelimit-limit': '30',
        'x-ratelimit-remaining': '29',
        'x-ratelimit-reset': String(inSeconds(12)),
      },
      { limit: 30, remaining: 29, resetAt: inSeconds(12) },
    ],
    [
      'a server whose clock is ten minutes behind',
      {
        date: 'Sun, 01 Mar 2026 11:50:00 GMT',
        'x-ratelimit-limit': '30',
        'x-ratelimit-remaining': '29',
        'x-ratelimit-reset': String(EPOCH - 600 + 45),
      },
      { limit: 30, remaining: 29, resetAt: inSeconds(45) },
    ],
    ['nothing', { 'content-type': 'application/json' }, {}],
  ];
  test.each(table)('%s', (_name, headers, expected) => {
    expect(read(headers)).toEqual(expected);
  });
});

describe('when an API wants no call', () => {
  const table: readonly [string, number, Record<string, string>, number | undefined][] = [
    ['Slack: seconds', 429, { 'retry-after': '30' }, 30],
    ['an HTTP date', 503, { 'retry-after': 'Sun, 01 Mar 2026 12:02:00 GMT' }, 120],
    [
      'an HTTP date by a clock that is an hour ahead',
      429,
      { date: 'Sun, 01 Mar 2026 13:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 13:00:10 GMT' },
      10,
    ],
    ['an obsolete date', 429, { 'retry-after': 'Sunday, 01-Mar-26 12:00:20 GMT' }, 20],
    ['a fraction', 429, { 'retry-after': '2.5' }, 2.5],
    ['at once, which it has just refused', 429, { 'retry-after': '0' }, 1],
    ['milliseconds', 429, { 'retry-after-ms': '1500', 'retry-after': '2' }, 1.5],
    ['under another name', 429, { 'x-ratelimit-retry-after': '7' }, 7],
    ['a refusal that says nothing', 429, {}, 5],
    ['a refusal with nonsense', 429, { 'retry-after': 'soon' }, 5],
    [
      'a refusal that only says when its window ends',
      429,
      { 'x-ratelimit-reset': '9', 'x-ratelimit-remaining': '0' },
      9,
    ],
    ['two hundred years', 429, { 'retry-after': '6311520000' }, 5],
    ['a week is tried again after a day', 429, { 'retry-after': '604800' }, 86_400],
    ['a time that has passed', 503, { 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, undefined],
    ['GitHub, secondary limit', 403, { 'retry-after': '60' }, 60],
    [
      'GitHub, limit used up',
      403,
      { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(EPOCH + 99) },
      99,
    ],
    [
      'forbidden for another reason',
      403,
      { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '59' },
      undefined,
    ],
    ['a job that is not done yet', 202, { 'retry-after': '120' }, undefined],
    [
      'the last one, of a limit without a number',
      200,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '8' },
      8,
    ],
    [
      'the last one, of a limit that is counted',
      200,
      { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '8' },
      undefined,
    ],
  ];
  test.each(table)('%s', (_name, status, headers, seconds) => {
    expect(read(headers, status).blockedUntil).toBe(seconds === undefined ? undefined : inSeconds(seconds));
  });
});

describe('hostile headers', () => {
  test.each([
    ['no limit at all', { 'x-ratelimit-limit': '0', 'x-ratelimit-reset': '60' }],
    ['a negative limit', { 'x-ratelimit-limit': '-5' }],
    ['a number of a hundred digits', { 'x-ratelimit-limit': '9'.repeat(100) }],
    ['words', { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': 'few', 'x-ratelimit-reset': 'later' }],
    ['an expression', { ratelimit: '"a";r=1e3;t=0x10, ;;;=, =5' }],
    ['unclosed quotes', { ratelimit: '"a;r=1', 'ratelimit-policy': '"'.repeat(999) }],
    ['a header of a megabyte', { ratelimit: '"a";r=5,'.repeat(130_000) }],
  ])('%s says nothing that could hold a call back', (_name, headers) => {
    const { limit, blockedUntil, resetAt } = read(headers);
    expect({ limit, blockedUntil, resetAt: resetAt === undefined || resetAt <= inSeconds(60) }).toEqual({
      limit: undefined,
      blockedUntil: undefined,
      resetAt: true,
    });
  });

  test('more left than there can be is all of it', () => {
    expect(
      read({ 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '999', 'x-ratelimit-reset': '5' }),
    ).toEqual({
      limit: 10,
      remaining: 10,
      resetAt: inSeconds(5),
    });
  });

  test('a reset in the far future is no time', () => {
    expect(read({ 'x-ratelimit-limit': '10', 'x-ratelimit-reset': '99999999999' })).toEqual({ limit: 10 });
  });

  test.each(['__proto__', 'constructor'])('a policy that is named %s is a policy', (name) => {
    const headers = { 'ratelimit-policy': `${name};q=10;w=1`, ratelimit: `${name};r=9;t=1` };
    expect(read(headers)).toMatchObject({ limit: 10, remaining: 9 });
  });

  test('names with control characters are dropped', () => {
    const headers = { 'x-ratelimit-limit': '10', 'x-ratelimit-bucket': 'a\u0000b', 'x-ratelimit-reset': '5' };
    expect(read(headers)).toEqual({ limit: 10, resetAt: inSeconds(5) });
  });
});
