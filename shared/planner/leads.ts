const LEAD =
  /^(?:\s|,|;|and\b|then\b|also\b|finally\b|lastly\b|first\b(?!\s+(?:one|of))|firstly\b|second(?:ly)?,|third(?:ly)?,|next\b,?|after(?:\s+that|wards?)\b|additionally\b|furthermore\b|moreover\b|in addition\b|plus\b|please\b|kindly\b|once done\b|subsequently\b|later\b|so\b|but\b|hey\b|hi\b|hello\b|now\b|can you\b|could you\b|would you\b|will you\b|can i\b|could i\b|may i\b|i(?:'d| would) (?:also )?(?:like|love)(?: you)? to\b|i(?: also)? (?:want|need|wish|have)(?: you)? to\b|i(?:'m| am) (?:looking|trying|going|planning) to\b|help me(?: to)?\b|let me\b|let's\b|we (?:want|need|would like) to\b|how (?:can|do|could|should) (?:i|we)\b|go ahead and\b|just\b|by\b|to\b|also\b|assist me (?:in|by|with)\b|you\b)/i;

/** A piece of a request without the words that lead in ("please", "and then", "I want to"), and how much was cut. */
export function stripLead(text: string): { readonly text: string; readonly cut: number } {
  let rest = text;
  for (let match = LEAD.exec(rest); match && match[0] !== ''; match = LEAD.exec(rest))
    rest = rest.slice(match[0].length);
  return { text: rest, cut: text.length - rest.length };
}
