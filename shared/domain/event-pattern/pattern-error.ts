/** Why an event pattern cannot be read, and where: `$.data.amount[0]`. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly place: string;

  constructor(place: string, reason: string) {
    super(reason);
    this.place = place;
  }
}
