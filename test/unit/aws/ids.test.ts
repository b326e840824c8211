import { randomBytes } from 'node:crypto';
import { createIds } from '../../../shared/aws/ids.ts';
import { ID_PREFIXES, idSchema, type IdKind } from '../../../shared/domain/ids.ts';

const idsAt = (now: number, bytes = (count: number): Uint8Array => randomBytes(count)) =>
  createIds({ clock: { now: () => now }, randomBytes: bytes });

describe('ids', () => {
  it.each(Object.keys(ID_PREFIXES) as IdKind[])('of a %s fit their schema', (kind) => {
    const id = idsAt(Date.now()).next(kind);
    expect(id).toMatch(/^[a-z]+_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(idSchema(kind).safeParse(id).success).toBe(true);
  });

  it('hold time and randomness as ULIDs do', () => {
    // The example of the ULID specification: 01ARZ3NDEKTSV4RRFFQ69G5FAV.
    const random = Buffer.from('d6764c61efb99302bd5b', 'hex');
    expect(idsAt(1_469_922_850_259, () => random).next('run')).toBe('run_01ARZ3NDEKTSV4RRFFQ69G5FAV');
  });

  it('sort by time', () => {
    const times = [0, 1, 31, 32, 1_000, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
    const made = times.map((now) => idsAt(now).next('event'));
    expect(made.toSorted()).toEqual(made);
  });

  it('differ, thousands in the same millisecond', () => {
    const ids = idsAt(5);
    expect(new Set(Array.from({ length: 5_000 }, () => ids.next('run'))).size).toBe(5_000);
  });

  it('include UUIDs of version 4', () => {
    expect(idsAt(0, (count) => Buffer.alloc(count, 0xff)).uuid()).toBe(
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
    );
    expect(idsAt(0, (count) => Buffer.alloc(count)).uuid()).toBe('00000000-0000-4000-8000-000000000000');
  });
});
