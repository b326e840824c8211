/** `inspect.custom` of node:util, whose import would load half of Node's lazy modules at every cold start. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that cannot be logged or serialised by accident: printing, JSON and string conversion show `[secret]`.
 * `reveal()` is the only way to it; search for its callers to see every use.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [INSPECT](): string {
    return '[secret]';
  }
}
