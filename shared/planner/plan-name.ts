/** A name for a plan: its request in at most 80 characters, cut at a word. */
export function planName(message: string): string {
  const text = message.replace(/[.!?\s]+$/, '');
  const short = text.length <= 80 ? text : `${text.slice(0, 80).replace(/\s+\S*$/, '')}…`;
  return short === '' ? 'Empty request' : short.charAt(0).toUpperCase() + short.slice(1);
}
