import { AwsError } from './service.ts';

interface Failure {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/** Performs a batch entry by entry: one that fails is reported and stops no other. Throws what fails a batch whole. */
export function performBatch<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  perform: (entry: Entry) => object,
): { readonly Successful: object[]; readonly Failed: Failure[] } {
  checkBatch(entries);
  const Successful: object[] = [];
  const Failed: Failure[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...perform(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function checkBatch(entries: ReadonlyArray<{ readonly Id: string }>): void {
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'The batch request has no entries.');
  if (entries.length > 10)
    throw new AwsError('TooManyEntriesInBatchRequest', 'A batch has 10 entries at most.');
  const ids = entries.map((entry) => entry.Id);
  if (new Set(ids).size < ids.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two entries have the same Id.');
  const wrong = ids.find((id) => !/^[\w-]{1,80}$/.test(id));
  if (wrong !== undefined) throw new AwsError('InvalidBatchEntryId', `The Id '${wrong}' is not valid.`);
}
