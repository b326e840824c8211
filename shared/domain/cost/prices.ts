/**
 * What AWS asks, in US dollars, as published for us-east-1 (N. Virginia), on demand, the first tier, without free tiers and
 * discounts. Data to be looked after: read from the pages in `sources` as they stood on `asOf`.
 */
export const PRICE_LIST = {
  region: 'us-east-1',
  asOf: '2025-06-01',
  sources: [
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    'https://aws.amazon.com/lambda/pricing/',
    'https://aws.amazon.com/step-functions/pricing/',
    'https://aws.amazon.com/api-gateway/pricing/',
    'https://aws.amazon.com/sqs/pricing/',
    'https://aws.amazon.com/eventbridge/pricing/',
    'https://aws.amazon.com/kms/pricing/',
    'https://aws.amazon.com/s3/pricing/',
  ],
  /** One of each. */
  usd: {
    /** 1 KB of an item; twice in a transaction. */
    dynamoDbWriteUnit: 0.625e-6,
    /** 4 KB of an item, consistent. */
    dynamoDbReadUnit: 0.125e-6,
    lambdaRequest: 0.2e-6,
    /** x86. */
    lambdaGbSecond: 0.000_016_666_7,
    expressRequest: 1e-6,
    /** 64 MB are billed at least, every 100 ms that have begun. */
    expressGbSecond: 0.000_016_67,
    standardTransition: 25e-6,
    httpApiRequest: 1e-6,
    sqsRequest: 0.4e-6,
    customEvent: 1e-6,
    kmsRequest: 3e-6,
    s3Put: 5e-6,
    s3Get: 0.4e-6,
  },
} as const;

/** What is paid for by the piece. */
export type Priced = keyof typeof PRICE_LIST.usd;
export type Amounts = Partial<Record<Priced, number>>;

/** The price of some pieces in US dollars. */
export function priceOf(amounts: Amounts): number {
  // Object.keys of a record of `Priced` gives such.
  const names = Object.keys(amounts) as Priced[];
  return names.reduce((sum, name) => sum + (amounts[name] ?? 0) * PRICE_LIST.usd[name], 0);
}

/** GB-seconds of Express for one execution of so many milliseconds. */
export function expressGbSeconds(ms: number): number {
  return (Math.max(1, Math.ceil(ms / 100)) / 10) * (64 / 1024);
}

/** GB-seconds of Lambda for one invocation: billed by the millisecond. */
export function lambdaGbSeconds(ms: number, memoryMb: number): number {
  return (Math.ceil(ms) / 1000) * (memoryMb / 1024);
}
