import { nextBoundary } from '../domain/run-changes.ts';
import { stepTrail } from '../domain/run-trail.ts';
import type { Run } from '../domain/run.ts';
import type { Journal } from './frame.ts';

/** Gives the entries of a boundary their trails, and counts the boundary. */
export type TellChanges = (entries: Journal, at: number) => Journal;

/**
 * For one worker, from the run as it took it: what it writes continues the trails that are there. Entries that are
 * written together have the same number, so that whoever follows the run sees all of a write or nothing.
 */
export function changeTeller(run: Run): TellChanges {
  const startOfRun = Date.parse(run.createdAt);
  const trails = new Map(Object.entries(run.steps).map(([key, { trail }]) => [key, trail]));
  let boundary = nextBoundary(run);
  return (entries, at) => {
    const sequence = boundary;
    boundary += 1;
    return Object.fromEntries(
      Object.entries(entries).map(([key, record]) => {
        const { status, attempt, folded } = record;
        const told = trails.get(key);
        // That passes of a loop are kept apart is no change of the loop.
        if (folded !== undefined && status === 'running' && told !== undefined)
          return [key, { ...record, trail: told }];
        const change = { by: 'worker', sequence, status, attempt, at } as const;
        const trail = stepTrail(trails.get(key), change, startOfRun);
        trails.set(key, trail);
        return [key, { ...record, trail }];
      }),
    );
  };
}
