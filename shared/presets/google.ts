import type { Preset } from './preset.ts';

/** The scopes of an API stand below this address. */
const SCOPE = 'https://www.googleapis.com/auth';

/** APIs.guru keeps OpenAPI documents that are made of Google's discovery documents. */
function googleApi({
  api,
  version,
  scopes,
  ...about
}: Pick<Preset, 'id' | 'name' | 'category' | 'description' | 'docsUrl'> & {
  api: string;
  version: string;
  scopes: readonly string[];
}): Preset {
  return {
    ...about,
    documentUrl: `https://api.apis.guru/v2/specs/googleapis.com/${api}/${version}/openapi.json`,
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developers.google.com/oauthplayground/',
      hint: 'An access token; it lasts for an hour.',
    },
    oauth2: {
      authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      scopes: scopes.map((scope) => `${SCOPE}/${scope}`),
    },
  };
}

/** What Google has, by one sign-in. */
export const GOOGLE: readonly Preset[] = [
  googleApi({
    id: 'google-analytics',
    name: 'Google Analytics',
    category: 'analytics',
    description: 'Reports of Google Analytics 4 properties.',
    docsUrl: 'https://developers.google.com/analytics/devguides/reporting/data/v1',
    api: 'analyticsdata',
    version: 'v1beta',
    scopes: ['analytics.readonly'],
  }),
  googleApi({
    id: 'gmail',
    name: 'Gmail',
    category: 'communication',
    description: 'Messages, threads, labels and drafts of a mailbox.',
    docsUrl: 'https://developers.google.com/gmail/api/reference/rest',
    api: 'gmail',
    version: 'v1',
    scopes: ['gmail.readonly'],
  }),
  googleApi({
    id: 'google-calendar',
    name: 'Google Calendar',
    category: 'productivity',
    description: 'Calendars, events and who is free when.',
    docsUrl: 'https://developers.google.com/calendar/api/v3/reference',
    api: 'calendar',
    version: 'v3',
    scopes: ['calendar.readonly'],
  }),
  googleApi({
    id: 'google-drive',
    name: 'Google Drive',
    category: 'productivity',
    description: 'Files, folders, permissions and comments.',
    docsUrl: 'https://developers.google.com/drive/api/reference/rest/v3',
    api: 'drive',
    version: 'v3',
    scopes: ['drive.readonly'],
  }),
  googleApi({
    id: 'google-sheets',
    name: 'Google Sheets',
    category: 'productivity',
    description: 'Reading and writing the cells of spreadsheets.',
    docsUrl: 'https://developers.google.com/sheets/api/reference/rest',
    api: 'sheets',
    version: 'v4',
    scopes: ['spreadsheets.readonly'],
  }),
  googleApi({
    id: 'youtube',
    name: 'YouTube',
    category: 'content',
    description: 'Videos, channels, playlists and comments.',
    docsUrl: 'https://developers.google.com/youtube/v3/docs',
    api: 'youtube',
    version: 'v3',
    scopes: ['youtube.readonly'],
  }),
];
