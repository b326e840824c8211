const kept: object[] = [];

/**
 * Keeps one object of a kind for as long as the process lives. V8 forgets the layout of objects with the last one that has
 * it, and throws away the code that was optimised for them: without one that is kept, reading a document compiles its
 * hottest functions again after each garbage collection, which costs more than the reading.
 */
export function keep(sample: object): void {
  kept.push(sample);
}
