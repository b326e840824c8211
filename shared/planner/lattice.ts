import { choiceFeatures, silentFeatures } from './choice-features.ts';
import type { OperationView } from './operation-view.ts';
import { search, type OperationIndex } from './retrieve.ts';
import { listSpans, type Request, type Span } from './spans.ts';
import { synonymsOf } from './text.ts';
import { SYNONYM_WEIGHT } from './words.ts';

/** An operation that may serve a span; the features are those of `CHOICE_FEATURES`. */
export interface Arc {
  readonly span: Span;
  readonly view: OperationView;
  readonly features: readonly number[];
}

/** Every way to read a request: which operations each run of its atoms may ask for. */
export interface Lattice {
  /** For each span the operations that may serve it. */
  readonly spans: readonly (readonly Arc[])[];
  /** For each atom: what speaks for its asking for nothing, as `SILENT_FEATURES` without the last. */
  readonly silent: readonly (readonly number[])[];
  /** For each atom its stems. */
  readonly terms: readonly (readonly string[])[];
  /** How many APIs there are to choose from. */
  readonly apis: number;
  /** For each atom whether it reads like something asked for. */
  readonly asks: readonly boolean[];
}

const IMPLIED_WEIGHT = 0.6;
const CONTEXT_WEIGHT = 0.4;
/** Operations that are looked at for each atom, and for each run of them. */
const PER_ATOM = 12;
const PER_SPAN = 16;

/** Finds the operations for every run of atoms. */
export function buildLattice(index: OperationIndex, request: Request): Lattice {
  const runs = listSpans(request, index);
  const atoms = request.atoms.map((_, at) => runs.find((span) => span.first === at && span.end === at + 1));
  const near = atoms.map((span) => nearestTo(index, span));
  const covered = request.atoms.map(() => 0);
  const spans = runs.map((span) => {
    const sums = new Map<OperationView, number>();
    for (const found of near.slice(span.first, span.end))
      for (const [view, score] of found) sums.set(view, (sums.get(view) ?? 0) + score);
    const ranked = [...sums].toSorted((a, b) => b[1] - a[1]).slice(0, PER_SPAN);
    const top = ranked[0]?.[1] ?? 1;
    const arcs = ranked.map(([view, score]): Arc => {
      const features = choiceFeatures({ index, span, view, nearest: score / top });
      return { span, view, features };
    });
    if (span.end - span.first === 1)
      covered[span.first] = Math.max(0, ...arcs.map((arc) => arc.features[1] ?? 0));
    return arcs;
  });
  return {
    spans,
    silent: atoms.map((span, at) => (span ? silentFeatures(span, covered[at] ?? 0) : [])),
    terms: atoms.map((span) => span?.terms ?? []),
    apis: new Set(index.operations.map(({ api }) => api)).size,
    asks: atoms.map((span) => span !== undefined && span.opensWithVerb && span.joint !== 'under'),
  };
}

function nearestTo(index: OperationIndex, span: Span | undefined): ReadonlyMap<OperationView, number> {
  if (!span || span.terms.length + span.implied.length === 0) return new Map();
  const query = new Map<string, number>();
  for (const term of span.terms) for (const other of synonymsOf(term)) query.set(other, SYNONYM_WEIGHT);
  for (const term of span.context) query.set(term, CONTEXT_WEIGHT);
  for (const term of span.implied) query.set(term, IMPLIED_WEIGHT);
  for (const term of span.terms) query.set(term, 1);
  return new Map(search(index, query, PER_ATOM).map(({ view, score }) => [view, score]));
}
