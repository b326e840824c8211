import type { Json } from '../../shared/domain/json.ts';
import type { FoldedPasses, StepRecord } from '../../shared/domain/run.ts';
import type { Fold } from '../../shared/engine/fold-passes.ts';
import type { Boundary } from '../../shared/ports.ts';

type Journal = Record<string, StepRecord>;

/** Beside a hundred other entries, an expression of 4 KB takes out so many. */
const REMOVED_A_WRITE = 100;

/** Moves passes of loops that have ended out of a journal in memory, and says what the boundaries write of it. */
export class Folding {
  readonly #runId: string;
  readonly #journal: Journal;
  #ready: { readonly key: string; readonly number: number; readonly body: Json; readonly keys: string[] }[] =
    [];
  readonly #removals: string[] = [];

  /** What an earlier worker has folded and not taken out any more is taken out of the journal. */
  constructor({ runId, journal }: { runId: string; journal: Journal }) {
    this.#runId = runId;
    this.#journal = journal;
    for (const [key, { folded }] of Object.entries(journal)) {
      const passes = Object.keys(folded?.results ?? []).map(Number);
      if (passes.length > 0) this.#forget(this.#entriesOf(key, new Set(passes)).flatMap(([, keys]) => keys));
    }
  }

  /** Folds what is stored already of some passes; their loop's new entry, or undefined where there is nothing to fold. */
  fold({ key, passes }: Fold, fence: number, unwritten: Journal): StepRecord | undefined {
    const loop = this.#journal[key];
    if (loop === undefined) return undefined;
    const outputs = new Map(passes.map(({ index, output }) => [index, output]));
    const stored = this.#entriesOf(key, outputs).filter(
      ([, keys]) => !keys.some((each) => Object.hasOwn(unwritten, each)),
    );
    if (stored.length === 0) return undefined;
    const results = [...(loop.folded?.results ?? [])];
    for (const [index] of stored) results[index] = outputs.get(index) ?? null;
    const keys = stored.flatMap(([, own]) => own);
    const chunks = withOneMore(loop.folded?.chunks ?? [], { runId: this.#runId, fence });
    const body = {
      results: stored.map(([index]) => [index, outputs.get(index) ?? null]),
      entries: Object.fromEntries(keys.map((each) => [each, plain(this.#journal[each])])),
    };
    this.#ready.push({ key, number: (chunks.at(-1)?.count ?? 1) - 1, body, keys });
    for (const each of keys) delete this.#journal[each];
    const entry = { ...loop, folded: { chunks, results } };
    this.#journal[key] = entry;
    return entry;
  }

  /** What the next boundary writes of it: chunks whose loops' entries are in the boundary, and what is out of date. */
  take(kept: Readonly<Journal>): Pick<Boundary, 'folds' | 'removed'> {
    const folds = this.#ready.filter(({ key }) => Object.hasOwn(kept, key));
    this.#ready = this.#ready.filter(({ key }) => !Object.hasOwn(kept, key));
    this.#removals.push(...folds.flatMap(({ keys }) => keys));
    const removed = this.#removals.splice(0, REMOVED_A_WRITE);
    if (removed.length === 0) return {};
    return { folds: folds.map(({ keys: _keys, ...fold }) => fold), removed };
  }

  /** What was not written stays where it is: another worker folds it. */
  drop(): void {
    this.#ready = [];
    this.#removals.length = 0;
  }

  #forget(keys: readonly string[]): void {
    for (const key of keys) delete this.#journal[key];
    this.#removals.push(...keys);
  }

  /** The keys of some passes, by their index. */
  #entriesOf(
    loop: string,
    passes: { has(index: number): boolean },
  ): readonly (readonly [number, string[]])[] {
    const byPass = new Map<number, string[]>();
    for (const key of Object.keys(this.#journal)) {
      if (!key.startsWith(`${loop}[`)) continue;
      const index = Number.parseInt(key.slice(loop.length + 1), 10);
      if (passes.has(index)) byPass.set(index, [...(byPass.get(index) ?? []), key]);
    }
    return [...byPass];
  }
}

function withOneMore(
  chunks: FoldedPasses['chunks'],
  { runId, fence }: { runId: string; fence: number },
): FoldedPasses['chunks'] {
  const last = chunks.at(-1);
  if (last?.runId !== runId || last.fence !== fence) return [...chunks, { runId, fence, count: 1 }];
  return [...chunks.slice(0, -1), { ...last, count: last.count + 1 }];
}

/** An entry as it is kept; of a loop inside, its results lie in chunks of their own. */
function plain(record: StepRecord | undefined): Json {
  const { folded, ...rest } = record ?? {};
  // Entries are plain JSON; what is undefined is left out.
  return JSON.parse(JSON.stringify(folded === undefined ? rest : { ...rest, folded: folded.chunks }));
}
