import type { Preset } from './preset.ts';
import { SALESFORCE_ENDPOINTS } from './salesforce-endpoints.ts';

/** Customers, and talking with them. */
export const CRM: readonly Preset[] = [
  {
    id: 'salesforce',
    name: 'Salesforce',
    category: 'crm',
    description:
      'Records of any object, SOQL and SOSL. Described here: a document is made for each org only.',
    docsUrl: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest.htm',
    endpoints: SALESFORCE_ENDPOINTS,
    baseUrl: 'https://{domain}.my.salesforce.com/services/data/v{version}',
    variables: [
      { name: 'domain', description: 'The My Domain name of the org', example: 'acme' },
      { name: 'version', description: 'The version of the API', example: '62.0', default: '62.0' },
    ],
    auth: {
      type: 'bearer',
      credentialUrl:
        'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_understanding_authentication.htm',
      hint: 'The access token of a session.',
    },
    oauth2: {
      authorizationUrl: 'https://login.salesforce.com/services/oauth2/authorize',
      tokenUrl: 'https://login.salesforce.com/services/oauth2/token',
      scopes: ['api', 'refresh_token'],
    },
  },
  {
    id: 'hubspot',
    name: 'HubSpot',
    category: 'crm',
    description: 'Contacts of the CRM: list, search, create, update, merge.',
    docsUrl: 'https://developers.hubspot.com/docs/api/crm/contacts',
    documentUrl:
      'https://raw.githubusercontent.com/HubSpot/HubSpot-public-api-spec-collection/HEAD/PublicApiSpecs/CRM/Contacts/Rollouts/424/v3/contacts.json',
    baseUrl: 'https://api.hubapi.com',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developers.hubspot.com/docs/api/private-apps',
      hint: 'The access token of a private app.',
    },
    oauth2: {
      authorizationUrl: 'https://app.hubspot.com/oauth/authorize',
      tokenUrl: 'https://api.hubapi.com/oauth/v1/token',
      scopes: ['oauth', 'crm.objects.contacts.read'],
    },
  },
  {
    id: 'intercom',
    name: 'Intercom',
    category: 'crm',
    description: 'Contacts, conversations, tickets and articles.',
    docsUrl: 'https://developers.intercom.com/docs/references/rest-api/api.intercom.io',
    documentUrl:
      'https://raw.githubusercontent.com/intercom/Intercom-OpenAPI/HEAD/descriptions/2.14/api.intercom.io.yaml',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
    },
    oauth2: {
      authorizationUrl: 'https://app.intercom.com/oauth',
      tokenUrl: 'https://api.intercom.io/auth/eagle/token',
      scopes: [],
    },
  },
  {
    id: 'zendesk',
    name: 'Zendesk',
    category: 'crm',
    description: 'Tickets, users and organisations of a help desk.',
    docsUrl: 'https://developer.zendesk.com/api-reference/ticketing/introduction/',
    documentUrl: 'https://developer.zendesk.com/zendesk/oas.yaml',
    baseUrl: 'https://{subdomain}.zendesk.com',
    variables: [{ name: 'subdomain', description: 'What stands before .zendesk.com', example: 'acme' }],
    auth: {
      type: 'basic',
      credentialUrl: 'https://support.zendesk.com/hc/en-us/articles/4408889192858',
      hint: 'The username is your mail address with /token behind it, the password is an API token.',
    },
  },
];
