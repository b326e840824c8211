import type { Clock } from '../aws/clock.ts';

/** `DefaultRouteSettings` of a stage: requests a second, and how many may come at once. */
export interface ThrottleSettings {
  readonly rate: number;
  readonly burst: number;
}

/** A token bucket: true while a request is within the limits. */
export function createThrottle(settings: ThrottleSettings, clock: Clock): () => boolean {
  let tokens = settings.burst;
  let at = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(settings.burst, tokens + ((now - at) / 1000) * settings.rate);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
