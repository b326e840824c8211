/** A function of the template, ready to run. */
export interface FunctionDefinition {
  /** Its physical name. */
  readonly name: string;
  readonly arn: string;
  /** Where `Handler` is found. */
  readonly codeDirectory: string;
  /** `module.export`. */
  readonly handler: string;
  /** All that `process.env` holds in the handler. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Where an asynchronous event goes that could not be handled. */
  readonly onFailureArn: string | undefined;
  /** Retries of an asynchronous event after the first attempt. */
  readonly asyncRetries: number;
}
