import type { Preset } from './preset.ts';

/** Tasks, documents and files. */
export const PRODUCTIVITY: readonly Preset[] = [
  {
    id: 'asana',
    name: 'Asana',
    category: 'productivity',
    description: 'Tasks, projects, portfolios and teams.',
    docsUrl: 'https://developers.asana.com/reference/rest-api-reference',
    documentUrl: 'https://raw.githubusercontent.com/Asana/openapi/HEAD/defs/asana_oas.yaml',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://app.asana.com/0/my-apps',
      hint: 'A personal access token.',
    },
    oauth2: {
      authorizationUrl: 'https://app.asana.com/-/oauth_authorize',
      tokenUrl: 'https://app.asana.com/-/oauth_token',
      scopes: ['default'],
    },
  },
  {
    id: 'jira',
    name: 'Jira',
    category: 'productivity',
    description: 'Issues, projects, workflows and users of a Jira Cloud site.',
    docsUrl: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/',
    documentUrl: 'https://developer.atlassian.com/cloud/jira/platform/swagger-v3.v3.json',
    baseUrl: 'https://{site}.atlassian.net',
    variables: [{ name: 'site', description: 'What stands before .atlassian.net', example: 'acme' }],
    auth: {
      type: 'basic',
      credentialUrl: 'https://id.atlassian.com/manage-profile/security/api-tokens',
      hint: 'The username is your mail address, the password is an API token.',
    },
    oauth2: {
      authorizationUrl: 'https://auth.atlassian.com/authorize',
      tokenUrl: 'https://auth.atlassian.com/oauth/token',
      scopes: ['read:jira-work', 'read:jira-user', 'offline_access'],
    },
  },
  {
    id: 'confluence',
    name: 'Confluence',
    category: 'productivity',
    description: 'Pages, spaces, comments and attachments of a Confluence Cloud site.',
    docsUrl: 'https://developer.atlassian.com/cloud/confluence/rest/v2/intro/',
    documentUrl: 'https://dac-static.atlassian.com/cloud/confluence/openapi-v2.v3.json',
    baseUrl: 'https://{site}.atlassian.net/wiki/api/v2',
    variables: [{ name: 'site', description: 'What stands before .atlassian.net', example: 'acme' }],
    auth: {
      type: 'basic',
      credentialUrl: 'https://id.atlassian.com/manage-profile/security/api-tokens',
      hint: 'The username is your mail address, the password is an API token.',
    },
    oauth2: {
      authorizationUrl: 'https://auth.atlassian.com/authorize',
      tokenUrl: 'https://auth.atlassian.com/oauth/token',
      scopes: ['read:page:confluence', 'read:space:confluence', 'offline_access'],
    },
  },
  {
    id: 'notion',
    name: 'Notion',
    category: 'productivity',
    description: 'Pages, blocks, databases and comments.',
    docsUrl: 'https://developers.notion.com/reference/intro',
    documentUrl:
      'https://raw.githubusercontent.com/makenotion/notion-mcp-server/HEAD/scripts/notion-openapi.json',
    baseUrl: 'https://api.notion.com',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://www.notion.so/my-integrations',
      hint: 'The secret of an integration that the pages are shared with.',
    },
    oauth2: {
      authorizationUrl: 'https://api.notion.com/v1/oauth/authorize',
      tokenUrl: 'https://api.notion.com/v1/oauth/token',
      scopes: [],
    },
  },
  {
    id: 'box',
    name: 'Box',
    category: 'productivity',
    description: 'Files, folders, collaborations and tasks.',
    docsUrl: 'https://developer.box.com/reference/',
    documentUrl: 'https://opensource.box.com/box-openapi/openapi.json',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://app.box.com/developers/console',
      hint: 'The developer token of an app; it lasts for an hour.',
    },
    oauth2: {
      authorizationUrl: 'https://account.box.com/api/oauth2/authorize',
      tokenUrl: 'https://api.box.com/oauth2/token',
      scopes: ['root_readonly'],
    },
  },
  {
    id: 'docusign',
    name: 'DocuSign',
    category: 'productivity',
    description: 'Envelopes, recipients, documents and templates for signature.',
    docsUrl: 'https://developers.docusign.com/docs/esign-rest-api/reference/',
    documentUrl:
      'https://raw.githubusercontent.com/docusign/eSign-OpenAPI-Specification/master/esignature.rest.swagger-v2.1.json',
    baseUrl: 'https://{host}/restapi',
    variables: [{ name: 'host', description: 'The host of the account', example: 'demo.docusign.net' }],
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developers.docusign.com/platform/auth/',
      hint: 'An access token with the scope signature.',
    },
    oauth2: {
      authorizationUrl: 'https://account.docusign.com/oauth/auth',
      tokenUrl: 'https://account.docusign.com/oauth/token',
      scopes: ['signature'],
    },
  },
  {
    id: 'figma',
    name: 'Figma',
    category: 'productivity',
    description: 'Files, comments, components and variables of designs.',
    docsUrl: 'https://developers.figma.com/docs/rest-api/',
    documentUrl: 'https://raw.githubusercontent.com/figma/rest-api-spec/HEAD/openapi/openapi.yaml',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'X-Figma-Token',
      credentialUrl: 'https://help.figma.com/hc/en-us/articles/8085703771159',
      hint: 'A personal access token.',
    },
    oauth2: {
      authorizationUrl: 'https://www.figma.com/oauth',
      tokenUrl: 'https://api.figma.com/v1/oauth/token',
      scopes: ['file_content:read', 'current_user:read'],
    },
  },
];
