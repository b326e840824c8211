/**
 * The arrows of docs/architecture.md: what each room may import. Everything that is not listed is refused.
 */
const anyPackage = 'node_modules';

/** @param {string} name @param {string} from @param {string[]} to @param {string} [comment] */
const only = (name, from, to, comment = '') => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [...to, '^node:', '^[a-z_/]+$'] },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    only('domain', '^shared/domain/', ['^shared/domain/', `${anyPackage}/zod/`]),
    only('ports', '^shared/ports(/|\\.ts)', ['^shared/(domain|ports)/']),
    only('api', '^shared/api/', ['^shared/(api|domain)/', `${anyPackage}/(zod|zod-openapi)/`]),
    only('presets', '^shared/presets/', ['^shared/(presets|api|domain)/']),
    only('engine', '^shared/engine/', ['^shared/(engine|domain)/', '^shared/ports\\.ts$']),
    only('calls', '^shared/calls/', ['^shared/(calls|engine|upstream|domain)/', '^shared/ports\\.ts$']),
    only('connectors', '^shared/connectors/', [
      '^shared/(connectors|calls|engine|domain)/',
      '^shared/ports\\.ts$',
    ]),
    only('rehearsal', '^shared/rehearsal/', [
      '^shared/(rehearsal|connectors|calls|engine|domain)/',
      '^shared/ports\\.ts$',
    ]),
    only('arazzo', '^shared/arazzo/', [
      '^shared/(arazzo|planner|openapi|domain)/',
      `${anyPackage}/(zod|js-yaml)/`,
    ]),
    only('templates', '^shared/templates/', ['^shared/(templates|domain)/']),
    only('undo', '^shared/undo/', ['^shared/(undo|planner|engine|domain)/', '^shared/ports\\.ts$']),
    only('upstream', '^shared/upstream/', ['^shared/(upstream|domain)/', '^shared/ports\\.ts$']),
    only('openapi', '^shared/openapi/', [
      '^shared/(openapi|domain)/',
      '^shared/ports\\.ts$',
      `${anyPackage}/(js-yaml|zod)/`,
    ]),
    only('runs', '^shared/runs/', ['^shared/(runs|domain)/', '^shared/ports\\.ts$']),
    only('drift', '^shared/drift/', ['^shared/(drift|openapi|expressions|domain)/', '^shared/ports\\.ts$']),
    only('planner', '^shared/planner/', [
      '^shared/(planner|connectors|domain)/',
      '^shared/ports\\.ts$',
      `${anyPackage}/zod/`,
    ]),
    only('model', '^shared/model/', [
      '^shared/(model|domain)/',
      '^shared/ports\\.ts$',
      `${anyPackage}/(openai|zod|undici)/`,
    ]),
    only('egress', '^shared/egress/', [
      '^shared/(egress|domain)/',
      '^shared/ports\\.ts$',
      `${anyPackage}/(undici|ipaddr\\.js)/`,
    ]),
    only('expressions', '^shared/expressions/', [
      '^shared/(expressions|domain)/',
      '^shared/ports\\.ts$',
      `${anyPackage}/(jsonata|re2js)/`,
    ]),
    only('runtime', '^shared/runtime/', [
      '^shared/(runtime|api|domain)/',
      '^shared/ports\\.ts$',
      `${anyPackage}/(zod|@middy|@types/aws-lambda)/`,
    ]),
    {
      name: 'middy-only-in-runtime',
      severity: 'error',
      from: { pathNot: '^shared/runtime/' },
      to: { path: `${anyPackage}/@middy/` },
    },
    only('aws', '^shared/aws/', ['^shared/(aws|api/rate-classes|domain)', '^shared/ports\\.ts$', anyPackage]),
    only('functions', '^functions/', ['^functions/', '^shared/', '^docs/openapi\\.json$', anyPackage]),
    {
      name: 'functions-never-import-each-other',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'only-index-touches-aws',
      severity: 'error',
      from: { path: '^functions/', pathNot: '/index\\.ts$' },
      to: { path: ['^shared/aws/', `${anyPackage}/@aws-sdk/`] },
    },
    {
      name: 'outgoing-http-only-by-egress',
      comment: 'Every user-supplied address goes through the egress guard; the rest is named here.',
      severity: 'error',
      from: {
        path: '^(shared|functions)/',
        pathNot: ['^shared/egress/', '^shared/model/', '^shared/aws/(token-verifier|jwks|client-options)'],
      },
      to: { path: ['^undici$', `${anyPackage}/undici/`, '^(node:)?(http|https|http2|net|tls|dgram)$'] },
    },
    only('infra', '^infra/', [
      '^infra/',
      '^shared/api/',
      '^shared/aws/table\\.ts$',
      '^shared/domain/',
      `${anyPackage}/(aws-cdk-lib|constructs|cdk-nag|esbuild)/`,
    ]),
    only('local', '^local/', [
      '^local/',
      '^infra/synth\\.ts$',
      '^shared/domain/(event-pattern|schedule)/',
      anyPackage,
    ]),
  ],
  options: {
    // TypeScript 7 has no API yet that dependency-cruiser could use; swc reads the same sources, types included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: anyPackage },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
