/** Words that carry no meaning for finding an operation. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after all also am an and any are as at be because been before being below between both but by can
  could did do does doing down during each every few for from further had has have having he her here hers him his how
  i id if in into is it its itself just let like me more most my need no nor not now of off on once one only or other
  our out over own please same she should so some such than that the their them then there these they this those through
  to too under until up us very via want was we were what when where which while who whom why will with would you your
  yours using use used given according based hey hi hello thanks thank ok okay something anything api endpoint request
  response returns return data object various specified specific provide provided giving help able know looking trying
  going planning interested would'd i'm i'd i've it's that's what's let's can't don't`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/**
 * Words that people and documents use for the same thing; each line is one group, searched at a reduced weight for
 * each other. Data: it grows with what real requests show.
 */
const GROUPS = [
  'tell notify inform say announce message post send write',
  'send deliver mail email',
  'message chat text sms',
  'get fetch retrieve read show view see display find list obtain give',
  'find search lookup look query discover browse',
  'create add make new register insert open start generate build',
  'update change edit modify set adjust patch revise rename configure',
  'delete remove clear erase drop discard cancel',
  'buy purchase order book reserve',
  'book reserve schedule appointment reservation booking',
  'cancel revoke unsubscribe stop terminate',
  'song track music',
  'singer artist musician band',
  'movie film',
  'picture image photo',
  'customer client contact account',
  'user person member account profile people',
  'team group workspace organization',
  'company organization business firm',
  'invoice bill',
  'payment charge pay transaction',
  'ticket issue',
  'task todo',
  'repository repo',
  'meeting event calendar',
  'place location venue',
  'cost price fee rate amount',
  'weather forecast',
  'country nation',
  'city town',
  'house home property apartment listing',
  'car vehicle',
  'doctor physician provider',
  'report summary overview analytics statistics',
  'check verify validate',
  'info information detail',
  'statistic metric',
  'assess evaluate analyze analysis assessment',
  'monitor track watch status',
  'calculate compute estimate',
  'forecast predict prediction',
  'recommend suggest recommendation suggestion',
  'history historical log past',
  'stock inventory',
  'staff employee worker',
  'job position',
  'product item good',
  'shop store',
  'shipment delivery shipping package parcel',
  'alert notification alarm',
  'upload submit attach',
  'save store keep',
  'follow subscribe',
  'enable activate turn',
  'disable deactivate',
  'favorite favourite top preferred',
  'comment reply note',
  'folder directory',
  'file document',
  'currency money',
  'translate translation',
] as const;

/** Weight of a word that was not said but means the same as one that was. */
export const SYNONYM_WEIGHT = 0.35;

/** Synonyms of a word, itself left out. Unstemmed, lower case. */
export const SYNONYM_GROUPS: readonly (readonly string[])[] = GROUPS.map((line) => line.split(' '));
