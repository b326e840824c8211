/** Nothing further away is believed; APIs count by the second up to the month. */
const FURTHEST_MS = 32 * 24 * 3_600_000;

/** Numbers from here on are moments: so many seconds have passed since 1970, and nobody asks to wait for 31 years. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MILLISECONDS = 1e12;

const NUMBER = /^\d{1,15}(?:\.\d{1,9})?$/;
/** `6m0s`, `1.5s`, `20ms`: durations as Go prints them. */
const DURATION =
  /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6}(?:\.\d{1,9})?)s)?(?:(\d{1,9}(?:\.\d{1,9})?)ms)?$/;
/** ISO 8601 with a zone, and the HTTP date (RFC 9110, 5.6.7). */
const DATE =
  /^(?:\d{4}-\d\d-\d\d[T ][\d:.]{5,16}(?:Z|[+-]\d\d:?\d\d)|[A-Z][a-z]{2,8}, [\w -]{9,11} [\d:]{8} GMT)$/;

/**
 * The moment that a header names, epoch milliseconds by our clock: a delay in seconds, a duration, seconds or
 * milliseconds since 1970, an ISO 8601 time or an HTTP date. `date` is the answer's own Date: a moment is read by the
 * clock of the server that wrote it. Undefined for anything else, for what has passed, and for what is too far away.
 */
export function readMoment(
  text: string | undefined,
  { now, date }: { readonly now: number; readonly date: string | undefined },
): number | undefined {
  const trimmed = text?.trim() ?? '';
  const delay = delayOf(trimmed);
  const moment = delay === undefined ? absolute(trimmed) : undefined;
  const at = delay === undefined ? moment && moment + skew({ now, date }) : now + delay;
  return at === undefined || !(at > now) || at - now > FURTHEST_MS ? undefined : Math.ceil(at);
}

/** Milliseconds. */
function delayOf(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text) < EPOCH_SECONDS ? Number(text) * 1000 : undefined;
  const [, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] =
    text === '' ? [] : (DURATION.exec(text) ?? []);
  const delay =
    Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(milliseconds);
  return delay > 0 ? delay : undefined;
}

function absolute(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text) < EPOCH_MILLISECONDS ? Number(text) * 1000 : Number(text);
  const moment = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** How far our clock is before the server's. */
function skew({ now, date }: { readonly now: number; readonly date: string | undefined }): number {
  const theirs = date !== undefined && DATE.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(theirs) ? 0 : now - theirs;
}
