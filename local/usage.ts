import type { CallNotice } from './aws/endpoint.ts';

type Counts = Record<string, Record<string, number>>;

/** What was used since the last reset: how cost is measured. */
export interface UsageReport {
  /** service -> operation -> calls that were let in. */
  readonly calls: Counts;
  /** function -> `service:operation` -> calls. */
  readonly byFunction: Counts;
  /** function -> invocations. */
  readonly invocations: Readonly<Record<string, number>>;
  /** States entered, retries included. */
  readonly transitions: { readonly STANDARD: number; readonly EXPRESS: number };
  /** Request units of DynamoDB, as it bills them. */
  readonly units: { readonly read: number; readonly write: number };
  /** ISO 8601. */
  readonly since: string;
}

export interface Usage {
  readonly onCall: (notice: CallNotice) => void;
  readonly onTransition: (kind: 'STANDARD' | 'EXPRESS') => void;
  readonly onUnits: (taken: { readonly kind: 'read' | 'write'; readonly units: number }) => void;
  report(): UsageReport;
  reset(): void;
}

export function createUsage(options: {
  readonly now: () => number;
  readonly invocations: () => Readonly<Record<string, number>>;
}): Usage {
  const { now, invocations } = options;
  let calls: Counts = {};
  let byFunction: Counts = {};
  let transitions = { STANDARD: 0, EXPRESS: 0 };
  let units = { read: 0, write: 0 };
  let since = now();
  let invocationsBefore: Readonly<Record<string, number>> = {};
  return {
    onCall({ service, operation, principal }) {
      count(calls, service, operation);
      const functionName = principal.split('/')[1];
      if (functionName !== undefined) count(byFunction, functionName, `${service}:${operation}`);
    },
    onTransition(kind) {
      transitions[kind] += 1;
    },
    onUnits({ kind, units: taken }) {
      units[kind] += taken;
    },
    report: () => ({
      calls,
      byFunction,
      invocations: subtract(invocations(), invocationsBefore),
      transitions,
      units,
      since: new Date(since).toISOString(),
    }),
    reset() {
      calls = {};
      byFunction = {};
      transitions = { STANDARD: 0, EXPRESS: 0 };
      units = { read: 0, write: 0 };
      invocationsBefore = { ...invocations() };
      since = now();
    },
  };
}

function count(counts: Counts, outer: string, inner: string): void {
  const group = (counts[outer] ??= {});
  group[inner] = (group[inner] ?? 0) + 1;
}

function subtract(
  counts: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Record<string, number> {
  const left = Object.entries(counts).map(([name, number]) => [name, number - (before[name] ?? 0)] as const);
  return Object.fromEntries(left.filter(([, number]) => number > 0));
}
