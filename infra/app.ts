import * as z from 'zod';
import { synth } from './synth.ts';

/**
 * Entry of the CDK app (`npx cdk synth -c environment=NAME`). The CLI says where to write and what to build in two
 * variables (CDK, "Cloud assembly": `CDK_OUTDIR`, `CDK_CONTEXT_JSON`), which whoever runs this file directly sets too.
 */
const Context = z.looseObject({
  environment: z.string().default('local'),
  assets: z.enum(['bundle', 'placeholder']).default('bundle'),
});

const { environment, assets } = Context.parse(JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}'));
const outdir = process.env.CDK_OUTDIR;
await synth({ environment, assets, ...(outdir === undefined ? {} : { outdir }) });
