import { ENTRIES_A_WRITE, type StepRecord } from '../../shared/domain/run.ts';
import { stepIdIn } from '../../shared/domain/step-id.ts';
import { MOST_ASKED, type ApprovalSteps } from './approvals-of.ts';

type Entries = Readonly<Record<string, StepRecord>>;

/** The entries of the next boundary, and those that have to wait for the one behind it. */
export function fittingEntries(
  entries: Entries,
  asking: ApprovalSteps,
): { readonly kept: Entries; readonly rest: Record<string, StepRecord> } {
  const keys = Object.keys(entries);
  if (keys.length <= MOST_ASKED) return { kept: entries, rest: {} };
  const kept: Record<string, StepRecord> = {};
  const rest: Record<string, StepRecord> = {};
  let [written, told] = [0, 0];
  for (const [key, record] of Object.entries(entries)) {
    // Each of these has an event of its own, and a question a row beside it.
    const isTold = record.status === 'unknown' || asking.has(stepIdIn(key));
    const fits = written < ENTRIES_A_WRITE && (!isTold || told < MOST_ASKED);
    (fits ? kept : rest)[key] = record;
    if (fits) written += 1;
    if (fits && isTold) told += 1;
  }
  return { kept, rest };
}
