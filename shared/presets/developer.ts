import type { Preset } from './preset.ts';

/** Code, builds and what goes wrong afterwards. */
export const DEVELOPER: readonly Preset[] = [
  {
    id: 'github',
    name: 'GitHub',
    category: 'developer',
    description: 'Repositories, issues, pull requests, actions and organisations.',
    docsUrl: 'https://docs.github.com/en/rest',
    documentUrl:
      'https://raw.githubusercontent.com/github/rest-api-description/main/descriptions/api.github.com/api.github.com.json',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://github.com/settings/tokens',
      hint: 'A personal access token, fine-grained where possible.',
    },
    oauth2: {
      authorizationUrl: 'https://github.com/login/oauth/authorize',
      tokenUrl: 'https://github.com/login/oauth/access_token',
      scopes: ['read:user', 'repo'],
    },
  },
  {
    id: 'gitlab',
    name: 'GitLab',
    category: 'developer',
    description: 'Projects, merge requests, issues and pipelines of GitLab.com.',
    docsUrl: 'https://docs.gitlab.com/api/rest/',
    documentUrl: 'https://raw.githubusercontent.com/gitlabhq/gitlabhq/HEAD/doc/api/openapi/openapi_v2.yaml',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'PRIVATE-TOKEN',
      credentialUrl: 'https://gitlab.com/-/user_settings/personal_access_tokens',
      hint: 'A personal access token.',
    },
    oauth2: {
      authorizationUrl: 'https://gitlab.com/oauth/authorize',
      tokenUrl: 'https://gitlab.com/oauth/token',
      scopes: ['read_api'],
    },
  },
  {
    id: 'bitbucket',
    name: 'Bitbucket',
    category: 'developer',
    description: 'Repositories, pull requests and pipelines of Bitbucket Cloud.',
    docsUrl: 'https://developer.atlassian.com/cloud/bitbucket/rest/intro/',
    documentUrl: 'https://bitbucket.org/api/swagger.json',
    auth: {
      type: 'basic',
      credentialUrl: 'https://id.atlassian.com/manage-profile/security/api-tokens',
      hint: 'The username is your mail address, the password is an API token with scopes.',
    },
    oauth2: {
      authorizationUrl: 'https://bitbucket.org/site/oauth2/authorize',
      tokenUrl: 'https://bitbucket.org/site/oauth2/access_token',
      scopes: ['account', 'repository', 'pullrequest'],
    },
  },
  {
    id: 'circleci',
    name: 'CircleCI',
    category: 'developer',
    description: 'Pipelines, workflows, jobs and insights.',
    docsUrl: 'https://circleci.com/docs/api/v2/',
    documentUrl: 'https://circleci.com/api/v2/openapi.json',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'Circle-Token',
      credentialUrl: 'https://app.circleci.com/settings/user/tokens',
      hint: 'A personal API token.',
    },
  },
  {
    id: 'sentry',
    name: 'Sentry',
    category: 'developer',
    description: 'Issues, events, projects, releases and teams of an organisation.',
    docsUrl: 'https://docs.sentry.io/api/',
    documentUrl: 'https://raw.githubusercontent.com/getsentry/sentry-api-schema/HEAD/openapi-derefed.json',
    baseUrl: 'https://{host}',
    variables: [
      { name: 'host', description: 'Where the data is kept', example: 'de.sentry.io', default: 'sentry.io' },
    ],
    auth: {
      type: 'bearer',
      credentialUrl: 'https://sentry.io/settings/account/api/auth-tokens/',
      hint: 'An auth token.',
    },
  },
  {
    id: 'pagerduty',
    name: 'PagerDuty',
    category: 'developer',
    description: 'Incidents, services, schedules and on-calls.',
    docsUrl: 'https://developer.pagerduty.com/api-reference/',
    documentUrl: 'https://raw.githubusercontent.com/PagerDuty/api-schema/HEAD/reference/REST/openapiv3.json',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'Authorization',
      credentialUrl: 'https://support.pagerduty.com/main/docs/api-access-keys',
      hint: 'Write an API key as "Token token=<key>".',
    },
  },
  {
    id: 'launchdarkly',
    name: 'LaunchDarkly',
    category: 'developer',
    description: 'Feature flags, environments, segments and members.',
    docsUrl: 'https://launchdarkly.com/docs/api',
    documentUrl: 'https://app.launchdarkly.com/api/v2/openapi.json',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'Authorization',
      credentialUrl: 'https://app.launchdarkly.com/settings/authorization',
      hint: 'An API access token, as it is.',
    },
  },
];
