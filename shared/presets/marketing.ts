import type { Preset } from './preset.ts';

/** Campaigns, audiences, and what they did. */
export const MARKETING: readonly Preset[] = [
  {
    id: 'mailchimp',
    name: 'Mailchimp',
    category: 'marketing',
    description: 'Audiences, campaigns and reports.',
    docsUrl: 'https://mailchimp.com/developer/marketing/api/',
    documentUrl: 'https://api.mailchimp.com/schema/3.0/Swagger.json?expand',
    baseUrl: 'https://{dataCenter}.api.mailchimp.com/3.0',
    variables: [
      { name: 'dataCenter', description: 'What stands behind the hyphen of the API key', example: 'us21' },
    ],
    auth: {
      type: 'basic',
      credentialUrl: 'https://mailchimp.com/developer/marketing/guides/quick-start/',
      hint: 'Any username; the password is an API key.',
    },
    oauth2: {
      authorizationUrl: 'https://login.mailchimp.com/oauth2/authorize',
      tokenUrl: 'https://login.mailchimp.com/oauth2/token',
      scopes: [],
    },
  },
  {
    id: 'klaviyo',
    name: 'Klaviyo',
    category: 'marketing',
    description: 'Profiles, lists, segments, events and campaigns.',
    docsUrl: 'https://developers.klaviyo.com/en/reference/api_overview',
    documentUrl: 'https://raw.githubusercontent.com/klaviyo/openapi/HEAD/openapi/stable.json',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'Authorization',
      credentialUrl: 'https://www.klaviyo.com/settings/account/api-keys',
      hint: 'Write a private key as "Klaviyo-API-Key <key>".',
    },
    oauth2: {
      authorizationUrl: 'https://www.klaviyo.com/oauth/authorize',
      tokenUrl: 'https://a.klaviyo.com/oauth/token',
      scopes: ['accounts:read', 'profiles:read'],
    },
  },
  {
    id: 'lob',
    name: 'Lob',
    category: 'marketing',
    description: 'Printing and mailing of letters, postcards and cheques; verification of addresses.',
    docsUrl: 'https://docs.lob.com/',
    documentUrl: 'https://raw.githubusercontent.com/lob/lob-openapi/HEAD/dist/lob-api-bundled.yml',
    auth: {
      type: 'basic',
      credentialUrl: 'https://dashboard.lob.com/settings/api-keys',
      hint: 'The username is an API key, the password stays empty.',
    },
  },
  {
    id: 'mixpanel',
    name: 'Mixpanel',
    category: 'analytics',
    description: 'Queries: insights, funnels, retention, segmentation, profiles and cohorts.',
    docsUrl: 'https://developer.mixpanel.com/reference/query-api',
    // The files of this repository move about, so the version is pinned.
    documentUrl:
      'https://raw.githubusercontent.com/mixpanel/docs/10cf64589e7c0f9fce3d1ba14bedd8c9e90351ea/openapi/out/query.openapi.yaml',
    baseUrl: 'https://{host}/api/query',
    variables: [
      {
        name: 'host',
        description: 'Where the data of the project is kept',
        example: 'eu.mixpanel.com',
        default: 'mixpanel.com',
      },
    ],
    auth: {
      type: 'basic',
      credentialUrl: 'https://developer.mixpanel.com/reference/service-accounts',
      hint: 'The username and the secret of a service account.',
    },
  },
];
