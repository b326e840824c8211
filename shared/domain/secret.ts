import { inspect } from 'node:util';

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

  [inspect.custom](): string {
    return '[secret]';
  }
}
