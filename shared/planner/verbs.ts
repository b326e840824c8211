/** What a clause wants done, or an operation does. */
export const INTENTS = ['read', 'create', 'update', 'delete', 'send'] as const;
export type Intent = (typeof INTENTS)[number];

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

/** Verbs by what they mean, base form. Data. */
const VERBS: Readonly<Record<Intent, readonly string[]>> = {
  read: list(`get find show list search look fetch retrieve check give read see view display lookup query browse
    calculate compute analyze analyse estimate validate verify compare recommend suggest translate convert count
    describe download export inspect obtain monitor predict forecast explain detect identify evaluate assess review
    summarize summarise determine discover access tell track collect learn know explore provide what who which where
    when how gather pull examine measure optimize investigate`),
  create:
    list(`create add make register book reserve schedule open start generate buy purchase order place upload
    insert submit build set-up setup sign import save store record hire rent append put issue request initiate launch
    execute run enroll follow like play upvote assign invite subscribe apply log file raise begin resume encrypt deploy`),
  update:
    list(`update change edit modify set rename adjust patch configure mark move enable disable activate turn
    switch replace pause skip transfer calibrate fix correct approve complete close reopen extend renew increase
    decrease reschedule customize manage implement lock unlock archive restore`),
  delete:
    list(`delete remove cancel clear erase drop revoke unfollow unsubscribe discard destroy detach unassign
    deactivate dismiss uninstall stop terminate void withdraw`),
  send: list(`send post notify message announce share email mail text sms reply write say forward publish broadcast
    inform alert tweet ping comment report contact dm deliver let`),
};

const INTENT_OF: ReadonlyMap<string, Intent> = new Map(
  INTENTS.flatMap((intent) => VERBS[intent].map((verb) => [verb, intent] as const)),
);

/** Verbs that are as often nouns: one starts a clause only where something that follows a verb comes next. */
const ALSO_NOUNS: ReadonlySet<string> = new Set(
  list(`list search book order report name message text email mail comment record request track review share post
    file log store run play mark place issue charge set change update check view display export import estimate count
    access alert fix query forecast compare order contact start move drop stop switch turn move close open sign put
    what who which where when how like know upload download`),
);

const AFTER_VERB =
  /^(?:a|an|the|my|me|us|our|your|his|her|its|their|this|that|these|those|it|them|him|all|every|each|any|some|to|for|up|out|on|off|down|in|if|with|into|\d|["'“‘#@$]|one|two|three|both|new|another|whether|how|what|who|is|are|was|much|many)/i;

/** The base forms that a written word may have as a verb. */
function baseForms(word: string): readonly string[] {
  if (word.endsWith('ing')) {
    const root = word.slice(0, -3);
    return [word, root, `${root}e`, root.replace(/(.)\1$/, '$1')];
  }
  if (word.endsWith('s')) return [word, word.slice(0, -1), word.replace(/es$/, '')];
  if (word.endsWith('ed')) return [word, word.slice(0, -2), word.slice(0, -1)];
  return [word];
}

/** What a verb wants done; undefined where the word is no known verb. */
export function intentOfVerb(word: string): Intent | undefined {
  for (const form of baseForms(word.toLowerCase())) {
    const intent = INTENT_OF.get(form);
    if (intent) return intent;
  }
  return undefined;
}

/** Whether the text starts with a verb that asks for something. */
export function startsWithVerb(text: string, own: ReadonlySet<string>): boolean {
  const match = /^([\p{L}-]+)(?:'\p{L}+)?(?:\s+(.*))?$/su.exec(text.trim());
  const word = match?.[1]?.toLowerCase();
  const rest = match?.[2] ?? '';
  if (word === undefined) return false;
  if (word.endsWith('ed') || (word.endsWith('s') && !INTENT_OF.has(word))) return false;
  if (word === 'let') return /^\S+(?:\s+\S+)?\s+know\b/.test(rest);
  const base = baseForms(word).find((form) => INTENT_OF.has(form) || own.has(form));
  if (base === undefined) return false;
  return !ALSO_NOUNS.has(base) || AFTER_VERB.test(rest) || /^\p{Lu}/u.test(rest) || word.endsWith('ing');
}
