import type { Preset } from './preset.ts';

/** Music, films, posts and pictures. */
export const CONTENT: readonly Preset[] = [
  {
    id: 'spotify',
    name: 'Spotify',
    category: 'content',
    description: 'Tracks, albums, artists, playlists and playback.',
    docsUrl: 'https://developer.spotify.com/documentation/web-api',
    documentUrl: 'https://raw.githubusercontent.com/sonallux/spotify-web-api/main/fixed-spotify-open-api.yml',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developer.spotify.com/dashboard',
      hint: 'An access token of an app; it lasts for an hour.',
    },
    oauth2: {
      authorizationUrl: 'https://accounts.spotify.com/authorize',
      tokenUrl: 'https://accounts.spotify.com/api/token',
      scopes: ['playlist-read-private', 'user-library-read'],
    },
  },
  {
    id: 'vimeo',
    name: 'Vimeo',
    category: 'content',
    description: 'Videos, albums, channels and groups.',
    docsUrl: 'https://developer.vimeo.com/api/reference',
    documentUrl: 'https://raw.githubusercontent.com/vimeo/openapi/master/api.yaml',
    auth: { type: 'bearer', credentialUrl: 'https://developer.vimeo.com/apps' },
    oauth2: {
      authorizationUrl: 'https://api.vimeo.com/oauth/authorize',
      tokenUrl: 'https://api.vimeo.com/oauth/access_token',
      scopes: ['public', 'private'],
    },
  },
  {
    id: 'x',
    name: 'X (Twitter)',
    category: 'content',
    description: 'Posts, users, lists and direct messages.',
    docsUrl: 'https://docs.x.com/x-api/introduction',
    documentUrl: 'https://api.twitter.com/2/openapi.json',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developer.x.com/en/portal/dashboard',
      hint: 'The bearer token of an app, for reading.',
    },
    oauth2: {
      authorizationUrl: 'https://x.com/i/oauth2/authorize',
      tokenUrl: 'https://api.twitter.com/2/oauth2/token',
      scopes: ['tweet.read', 'users.read', 'offline.access'],
    },
  },
  {
    id: 'dev-to',
    name: 'DEV (Forem)',
    category: 'content',
    description: 'Articles, comments, tags and users of dev.to.',
    docsUrl: 'https://developers.forem.com/api',
    documentUrl: 'https://raw.githubusercontent.com/forem/forem/main/swagger/v1/api_v1.json',
    // The paths of the document begin with /api, which its server ends with.
    baseUrl: 'https://dev.to',
    auth: {
      type: 'api_key',
      in: 'header',
      name: 'api-key',
      credentialUrl: 'https://dev.to/settings/extensions',
    },
  },
  {
    id: 'wikimedia',
    name: 'Wikimedia',
    category: 'content',
    description: 'Page views, feeds, maths and media of Wikipedia and its sisters.',
    docsUrl: 'https://wikimedia.org/api/rest_v1/',
    documentUrl: 'https://wikimedia.org/api/rest_v1/?spec',
    auth: { type: 'none' },
  },
  {
    id: 'xkcd',
    name: 'xkcd',
    category: 'content',
    description: 'The comics, by number.',
    docsUrl: 'https://xkcd.com/json.html',
    documentUrl: 'https://api.apis.guru/v2/specs/xkcd.com/1.0.0/openapi.json',
    // The document names the address without encryption.
    baseUrl: 'https://xkcd.com',
    auth: { type: 'none' },
  },
];
