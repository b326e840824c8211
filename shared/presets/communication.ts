import type { Preset } from './preset.ts';

/** Messages, mail and calls. */
export const COMMUNICATION: readonly Preset[] = [
  {
    id: 'slack',
    name: 'Slack',
    category: 'communication',
    description: 'Messages, channels, users and files of a workspace.',
    docsUrl: 'https://api.slack.com/methods',
    documentUrl:
      'https://raw.githubusercontent.com/slackapi/slack-api-specs/master/web-api/slack_web_openapi_v2.json',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://api.slack.com/apps',
      hint: 'The bot token (xoxb-…) of an app that is installed in the workspace.',
    },
    oauth2: {
      authorizationUrl: 'https://slack.com/oauth/v2/authorize',
      tokenUrl: 'https://slack.com/api/oauth.v2.access',
      scopes: ['channels:read', 'chat:write', 'users:read'],
    },
  },
  {
    id: 'twilio',
    name: 'Twilio',
    category: 'communication',
    description: 'Text messages, calls and phone numbers.',
    docsUrl: 'https://www.twilio.com/docs/usage/api',
    documentUrl: 'https://raw.githubusercontent.com/twilio/twilio-oai/main/spec/json/twilio_api_v2010.json',
    auth: {
      type: 'basic',
      credentialUrl: 'https://console.twilio.com/',
      hint: 'The username is the account SID (AC…), the password is the auth token.',
    },
  },
  {
    id: 'sendgrid',
    name: 'SendGrid',
    category: 'communication',
    description: 'Sending mail, contacts, templates and suppressions.',
    docsUrl: 'https://www.twilio.com/docs/sendgrid/api-reference',
    documentUrl: 'https://raw.githubusercontent.com/sendgrid/sendgrid-oai/main/oai.json',
    // The document names the address without encryption.
    baseUrl: 'https://api.sendgrid.com/v3',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://app.sendgrid.com/settings/api_keys',
      hint: 'The API key (SG.…) as the token.',
    },
  },
  {
    id: 'discord',
    name: 'Discord',
    category: 'communication',
    description: 'Messages, channels and members of servers.',
    docsUrl: 'https://discord.com/developers/docs/reference',
    documentUrl: 'https://raw.githubusercontent.com/discord/discord-api-spec/HEAD/specs/openapi.json',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'Authorization',
      credentialUrl: 'https://discord.com/developers/applications',
      hint: 'Write the token of a bot as "Bot <token>".',
    },
    oauth2: {
      authorizationUrl: 'https://discord.com/oauth2/authorize',
      tokenUrl: 'https://discord.com/api/oauth2/token',
      scopes: ['identify', 'guilds'],
    },
  },
  {
    id: 'resend',
    name: 'Resend',
    category: 'communication',
    description: 'Sending mail, domains and audiences.',
    docsUrl: 'https://resend.com/docs/api-reference/introduction',
    documentUrl: 'https://raw.githubusercontent.com/resend/resend-openapi/HEAD/resend.yaml',
    auth: { type: 'bearer', credentialUrl: 'https://resend.com/api-keys' },
  },
  {
    id: 'postmark',
    name: 'Postmark',
    category: 'communication',
    description: 'Sending mail, bounces, templates and statistics of one server.',
    docsUrl: 'https://postmarkapp.com/developer',
    documentUrl: 'https://postmarkapp.com/swagger/server.yml',
    baseUrl: 'https://api.postmarkapp.com',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'X-Postmark-Server-Token',
      credentialUrl: 'https://account.postmarkapp.com/servers',
    },
  },
  {
    id: 'telnyx',
    name: 'Telnyx',
    category: 'communication',
    description: 'Text messages, calls, numbers and SIM cards.',
    docsUrl: 'https://developers.telnyx.com/api',
    documentUrl: 'https://raw.githubusercontent.com/team-telnyx/openapi/master/openapi/spec3.yml',
    auth: { type: 'bearer', credentialUrl: 'https://portal.telnyx.com/#/app/api-keys' },
  },
];
