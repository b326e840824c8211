import { KeyObjectCache } from 'aws-jwt-verify/jwt-verifier';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../ports.ts';
import type { Jwks } from './jwks.ts';

/** An unknown key id makes the keys be fetched again, at most this often: anyone can invent one. */
const REFETCH_MS = 60_000;
/** Keys that the issuer has withdrawn are dropped after this long. */
const LIFE_MS = 60 * 60_000;

interface KeySet {
  readonly jwks: Jwks;
  readonly fetchedAt: number;
  /** What the keys of this set are in the runtime's own form; made once each. */
  readonly keyObjects: KeyObjectCache;
}

/** The public keys of one issuer, fetched when they are first needed, when a new key id turns up, and every hour. */
export function createIssuerKeys({
  uri,
  fetchKeys,
  clock,
}: {
  uri: string;
  fetchKeys: (uri: string) => Promise<Jwks>;
  clock: Clock;
}) {
  let known: KeySet | undefined;
  let fetching: Promise<KeySet> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;

  const fetchSet = async (): Promise<KeySet> => {
    triedAt = clock.now();
    try {
      known = { jwks: await fetchKeys(uri), fetchedAt: clock.now(), keyObjects: new KeyObjectCache() };
      return known;
    } catch (error) {
      // An issuer out of reach says nothing about the token.
      throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause: error });
    } finally {
      fetching = undefined;
    }
  };
  const refresh = (): Promise<KeySet> => (fetching ??= fetchSet());
  const mayRefetch = (): boolean => fetching !== undefined || clock.now() - triedAt >= REFETCH_MS;

  const current = async (): Promise<KeySet> => {
    if (known === undefined) return refresh();
    const present = known;
    const isOld = clock.now() - present.fetchedAt > LIFE_MS;
    // While the issuer cannot be reached, the keys that are known go on.
    return isOld && mayRefetch() ? refresh().catch(() => present) : present;
  };

  return {
    /** Undefined where the issuer has no key of that id. Throws SERVICE_UNAVAILABLE where it has to be asked and cannot. */
    async find(kid: string) {
      const first = find(await current(), kid);
      return first === undefined && mayRefetch() ? find(await refresh(), kid) : first;
    },
  };
}

function find({ jwks, keyObjects }: KeySet, kid: string) {
  const jwk = jwks.keys.find((key) => key.kid === kid);
  return jwk && { jwk, keyObjects };
}
