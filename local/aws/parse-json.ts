/** The value of a JSON text; `undefined`, which no JSON text has, where it is not valid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
