import { LIMIT_FAMILIES, type LimitFamily } from './limit-families.ts';
import { readMoment } from './read-moment.ts';
import { readSeconds, readWhole, stated, type StatedLimit } from './stated-limit.ts';
import { readStructuredList, type ListMember } from './structured-list.ts';

export type Headers = Readonly<Record<string, string>>;
interface Reading {
  readonly headers: Headers;
  readonly now: number;
}

/** Every limit that an answer states, in all the ways that are known. */
export function statedLimits(reading: Reading): readonly StatedLimit[] {
  return [
    ...structured(reading),
    ...LIMIT_FAMILIES.flatMap((family) => ofFamily(reading, family)),
    ...shopify(reading),
  ];
}

/** `RateLimit` with `RateLimit-Policy`: draft -07 as a dictionary, from -08 on as a list of named items. */
function structured({ headers, now }: Reading): readonly StatedLimit[] {
  const members = readStructuredList(headers['ratelimit']);
  const policies = readStructuredList(headers['ratelimit-policy']).filter(countsRequests);
  const values = new Map(members.map(({ name, value }) => [name, value]));
  if (values.get('limit') !== undefined || values.get('remaining') !== undefined) {
    const limit = readWhole(values.get('limit'));
    const windowMs = windowOf(policies, limit);
    return [
      stated({
        limit,
        remaining: values.get('remaining'),
        resetAt: moment(values.get('reset'), now),
        windowMs,
      }),
    ];
  }
  const quotas = new Map(policies.map((policy) => [policy.name, policy]));
  if (members.length === 0) {
    return policies.map((policy) =>
      stated({ name: policy.name, limit: quotaOf(policy), windowMs: readSeconds(policy.parameters['w']) }),
    );
  }
  return members.flatMap(({ name, parameters }) => {
    const policy = quotas.get(name);
    if (policy === undefined && quotas.size > 0) return [];
    const windowMs = readSeconds(policy?.parameters['w']);
    const resetAt = moment(parameters['t'], now);
    return [
      stated({ name, limit: policy && quotaOf(policy), remaining: parameters['r'], resetAt, windowMs }),
    ];
  });
}

function ofFamily({ headers, now }: Reading, family: LimitFamily): readonly StatedLimit[] {
  const [remaining] = readStructuredList(headers[family.remaining]);
  // Several quotas may stand in the limit (draft -00 to -02): `10, 10;w=1, 50;w=60`, the one in force first.
  const quotas = readStructuredList(headers[family.limit]);
  const limit = readWhole(quotas[0]?.name);
  const reset = first(headers, family.reset);
  if (limit === undefined && (remaining === undefined || reset === undefined)) return [];
  const name = first(headers, family.label);
  const policies = [
    ...quotas,
    ...readStructuredList(headers[`${family.limit.replace(/-limit$/, '')}-policy`]),
  ];
  const windowMs =
    typeof family.window === 'string'
      ? readWhole(headers[family.window])
      : (family.window ?? windowOf(policies, limit));
  const resetAt = readMoment(reset?.split(',')[0], { now, date: headers['date'] });
  return [stated({ name, limit, remaining: remaining?.name, resetAt, windowMs })];
}

/** `32/40`: of 40 calls 32 are in the bucket. */
function shopify({ headers }: Reading): readonly StatedLimit[] {
  const [, used, limit] = /^(\d{1,9})\/(\d{1,9})$/.exec(headers['x-shopify-shop-api-call-limit'] ?? '') ?? [];
  if (used === undefined || limit === undefined) return [];
  return [stated({ limit: Number(limit), remaining: String(Math.max(0, Number(limit) - Number(used))) })];
}

function first(headers: Headers, names: readonly string[] = []): string | undefined {
  return names.map((name) => headers[name]).find((value) => value !== undefined && value !== '');
}

/** A quota may count bytes or concurrent requests as well. */
function countsRequests({ parameters }: ListMember): boolean {
  return /^requests?$/.test(parameters['qu'] ?? 'requests');
}

/** `"default";q=100`, in some drafts `default;l=100` and `100;w=60`. */
function quotaOf({ name, parameters }: ListMember): number | undefined {
  return readWhole(parameters['q'] ?? parameters['l'] ?? name);
}

/** The window of the quota that is in force. */
function windowOf(policies: readonly ListMember[], limit: number | undefined): number | undefined {
  const fitting = policies.filter((policy) => policy.parameters['w'] !== undefined);
  const policy =
    fitting.find((one) => quotaOf(one) === limit) ?? (fitting.length === 1 ? fitting[0] : undefined);
  return readSeconds(policy?.parameters['w']);
}

const moment = (text: string | undefined, now: number) => readMoment(text, { now, date: undefined });
