/** Steps of one workflow, those inside others included; a request beyond it does not fit. */
export const MAX_STEPS = 200;
/** Branches of one `parallel` or `condition` step. */
export const MAX_BRANCHES = 20;
/** Steps inside steps inside steps. */
export const MAX_DEPTH = 6;
/** Items that one loop may take, and how many of them at a time. */
export const MAX_LOOP_ITEMS = 10_000;
export const MAX_LOOP_CONCURRENCY = 20;
/** Seconds that a step may wait, or that a person may take to answer: a year, as long as a Standard execution lives. */
export const MAX_WAIT_SECONDS = 365 * 24 * 3600;
/** Seconds that one call may take. */
export const MAX_CALL_SECONDS = 120;
/** Tries of one step, and seconds between two of them. */
export const MAX_ATTEMPTS = 20;
export const MAX_BACKOFF_SECONDS = 24 * 3600;
