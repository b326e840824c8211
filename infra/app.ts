import { synth } from './synth.ts';

/**
 * Entry of the CDK app (`npx cdk synth -c environment=NAME`). The CLI says where to write and what to build in two
 * variables (CDK, "Cloud assembly": `CDK_OUTDIR`, `CDK_CONTEXT_JSON`), which whoever runs this file directly sets too.
 */
const context: unknown = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}');
const outdir = process.env.CDK_OUTDIR;

await synth({
  environment: contextValue('environment') ?? 'local',
  assets: contextValue('assets') === 'placeholder' ? 'placeholder' : 'bundle',
  ...(outdir === undefined ? {} : { outdir }),
});

function contextValue(name: string): string | undefined {
  if (typeof context !== 'object' || context === null) return undefined;
  const found = Object.entries(context).find(([key]) => key === name);
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
