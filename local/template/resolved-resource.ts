import type { Resource } from './assembly.ts';

/** A resource that exists on the laptop: its properties without intrinsics, its name, and what others may ask of it. */
export interface ResolvedResource extends Pick<
  Resource,
  'key' | 'stack' | 'logicalId' | 'type' | 'properties'
> {
  /** The physical name: the template's, or one made of stack and logical id. */
  readonly name: string;
  /** What `Ref` gives. */
  readonly ref: unknown;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>;
}
