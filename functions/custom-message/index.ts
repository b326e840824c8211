import type { CustomMessageTriggerEvent } from 'aws-lambda';
import { readSettings } from '../../shared/aws/settings.ts';
import { composeMessage } from './compose-message.ts';

const { publicUrl } = readSettings({ name: 'custom-message', env: process.env });

export const handler = async (event: CustomMessageTriggerEvent) => composeMessage(event, publicUrl);
