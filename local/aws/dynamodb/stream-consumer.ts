import type { Delivery } from './deliver-batch.ts';

/** One event source mapping. It starts at the oldest record kept (TRIM_HORIZON). */
export interface StreamConsumer extends Delivery {
  /** Its checkpoint's name: the mapping's logical id. */
  readonly id: string;
  /** `FilterCriteria` of `AWS::Lambda::EventSourceMapping`; a record that no filter matches counts as handled. */
  readonly filterCriteria?: unknown;
  /** Records of one delivery at most; 100 by default. */
  readonly batchSize?: number;
}
