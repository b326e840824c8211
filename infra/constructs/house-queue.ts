import { Duration } from 'aws-cdk-lib/core';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What is sent to a dead-letter queue waits there for a person, as long as SQS keeps a message. */
const RETENTION = Duration.days(14);

/** A dead-letter queue: encrypted by SQS, reached by TLS only. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  return new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: RETENTION,
  });
}

export interface HouseQueueProps {
  /** Time-out of the function that consumes the queue, in seconds. */
  readonly consumerTimeout: number;
  /** Deliveries before a message goes to the dead-letter queue. */
  readonly attempts: number;
  /** Whether the consumer hides its message for a short while only, again and again; false unless given. */
  readonly heartbeat?: boolean;
}

/**
 * A queue with its dead-letter queue. A message stays hidden for six time-outs (SQS with Lambda, "Configuring a queue"),
 * or for one, the least that Lambda takes, where a heartbeat takes over: that is for a worker that dies before its first.
 */
export class HouseQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: HouseQueueProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: Duration.seconds(props.consumerTimeout * (props.heartbeat === true ? 1 : 6)),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.attempts },
    });
  }
}
