import type { EventEnvelope } from './aws/eventbridge-record.ts';
import type { Ses } from './aws/ses.ts';
import type { PrincipalFunction } from './provision/read-functions.ts';
import type { RunningSample } from './samples/index.ts';
import type { ResolvedResource } from './template/resolved-resource.ts';
import type { UsageReport } from './usage.ts';

export interface LaptopCloudOptions {
  /** Where everything is kept; `.apiq` by default. */
  readonly data?: string;
  /** Removes all data first. */
  readonly reset?: boolean;
  /** Of the public address; 0 takes a free one, 4000 by default. */
  readonly port?: number;
  /** `local` by default. */
  readonly environment?: string;
  /** Whether the sample upstreams run; true by default. */
  readonly samples?: boolean;
  /** `HOST:PORT` each: addresses of this machine or network that the functions may call. */
  readonly allowUpstreams?: readonly string[];
  /** A cloud assembly to boot instead of synthesizing the CDK app. */
  readonly assembly?: string;
  /** Where synthesized assemblies are kept; one place for every data directory by default, since they hold no data. */
  readonly assemblyCache?: string;
  /** The variables that may hold a model's key; this process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Takes warnings and errors, one line each; they go to stderr by default. */
  readonly onLoud?: (message: string) => void;
  /** Drops warnings and errors where `onLoud` is not given; the logs have them all the same. */
  readonly quiet?: boolean;
  /** Told as each stage of the start is done. */
  readonly onStage?: (stage: string, milliseconds: number) => void;
  /** Starts one worker of each function after the start; true by default. */
  readonly warm?: boolean;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** A running laptop cloud. */
export interface LaptopCloud {
  /** The public address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For AWS SDK clients: the one endpoint of all services, and credentials that no policy binds. */
  readonly aws: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly samples: readonly RunningSample[];
  /** What the template names, with what `Ref` and `GetAtt` give. */
  readonly resources: readonly ResolvedResource[];
  readonly functions: readonly PrincipalFunction[];
  usage(): UsageReport;
  resetUsage(): void;
  mail(to?: string): ReturnType<Ses['listMail']>;
  events(runId?: string): readonly EventEnvelope[];
  /** Ends the busy workers of a function, named by its physical or its short name. Returns how many. */
  kill(functionName: string): Promise<number>;
  /** Stops everything that was started, children included. */
  close(): Promise<void>;
}
