import { callOf, CITY, tellWebhook, WEBHOOK_URL } from './parts.ts';
import type { Template } from './template.ts';

export const EVERYDAY_TEMPLATES: readonly Template[] = [
  {
    id: 'weather-to-webhook',
    name: 'The weather of a place',
    description: 'Looks up the temperature and the wind of a place and posts them to a webhook.',
    slots: [{ id: 'weather', description: 'The forecast.', preset: 'open-meteo' }],
    inputs: [...CITY, WEBHOOK_URL],
    steps: [
      callOf('weather', {
        name: 'Weather',
        endpoint: '/v1/forecast',
        parameters: {
          latitude: '{{input.latitude}}',
          longitude: '{{input.longitude}}',
          current_weather: true,
        },
      }),
      tellWebhook(
        'It is {{steps.weather.current_weather.temperature}} degrees, with a wind of {{steps.weather.current_weather.windspeed}} km/h.',
      ),
    ],
  },
  {
    id: 'weather-alerts-to-webhook',
    name: 'Weather alerts of a state',
    description: 'Posts the active weather alerts of a state to a webhook, where there are any.',
    slots: [{ id: 'alerts', description: 'The weather service.', preset: 'national-weather-service' }],
    inputs: [{ name: 'state', description: 'Two letters.', example: 'KS' }, WEBHOOK_URL],
    steps: [
      callOf('alerts', {
        name: 'Alerts',
        endpoint: '/alerts/active',
        parameters: { area: ['{{input.state}}'] },
      }),
      {
        name: 'Lines',
        type: 'transform',
        expression: '$join(steps.alerts.features.properties.headline, "\\n")',
      },
      {
        name: 'Any',
        type: 'condition',
        branches: [{ when: 'steps.lines != ""', steps: [tellWebhook('{{steps.lines}}')] }],
      },
    ],
  },
  {
    id: 'picture-of-the-day-to-webhook',
    name: 'Picture of the day',
    description: 'Posts the astronomy picture of the day to a webhook.',
    slots: [{ id: 'nasa', description: 'The picture of the day.', preset: 'nasa-apod' }],
    inputs: [WEBHOOK_URL],
    steps: [
      callOf('nasa', { name: 'Picture', endpoint: '/apod', parameters: {} }),
      { name: 'Line', type: 'transform', expression: 'steps.picture.title & ": " & steps.picture.url' },
      tellWebhook('{{steps.line}}'),
    ],
  },
  {
    id: 'announcement-after-approval',
    name: 'Announce after approval',
    description: 'Asks a person, and posts an announcement in a channel where they agree.',
    slots: [{ id: 'chat', description: 'Where it is announced.', preset: 'discord' }],
    inputs: [
      { name: 'channelId', description: 'Of the channel.', example: '412345678901234567' },
      { name: 'text', description: 'What is announced.', example: 'We are open again.' },
    ],
    steps: [
      { name: 'Ask', type: 'approval', message: 'Announce "{{input.text}}"?' },
      callOf('chat', {
        name: 'Announce',
        method: 'POST',
        endpoint: '/channels/{channel_id}/messages',
        parameters: { channel_id: '{{input.channelId}}', content: '{{input.text}}' },
      }),
    ],
  },
  {
    id: 'reminder-to-webhook',
    name: 'A reminder',
    description: 'Waits until a time, and posts a message to a webhook then.',
    slots: [],
    inputs: [
      { name: 'at', description: 'When, with its time zone.', example: '2027-01-01T09:00:00Z' },
      { name: 'text', description: 'What it reminds of.', example: 'Renew the contract' },
      WEBHOOK_URL,
    ],
    steps: [{ name: 'Until', type: 'wait', until: '{{input.at}}' }, tellWebhook('Reminder: {{input.text}}')],
  },
  {
    id: 'website-check-to-webhook',
    name: 'Is it up?',
    description: 'Looks whether an address answers, and posts to a webhook where it does not.',
    slots: [],
    inputs: [
      { name: 'site', description: 'The address.', example: 'https://www.example.com/', when: 'create' },
      WEBHOOK_URL,
    ],
    steps: [
      {
        name: 'Look',
        type: 'connector',
        action: 'http.request',
        input: { method: 'GET', url: '{{input.site}}' },
        onError: { steps: [tellWebhook('{{input.site}} is down: {{error.message}}')] },
      },
    ],
  },
];
