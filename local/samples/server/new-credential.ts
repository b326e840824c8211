import { randomBytes } from 'node:crypto';
import type { SampleDefinition } from './sample.ts';

const MINIMUM_LENGTH = 20;
const RANDOM_BYTES = 24;

/** A fresh credential for a sample. */
export function newCredential({ credentialPrefix }: SampleDefinition): string {
  return `${credentialPrefix}${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

/** Returns the credential, or throws where it is too short to be searched for in logs, or unfit for its scheme. */
export function checkCredential({ name, auth }: SampleDefinition, credential: string): string {
  if (credential.length < MINIMUM_LENGTH) {
    throw new Error(`The credential of ${name} must have at least ${MINIMUM_LENGTH} characters.`);
  }
  if (!/^[\x21-\x7e]+$/.test(credential)) {
    throw new Error(`The credential of ${name} must be printable ASCII without spaces.`);
  }
  if (auth.type === 'basic' && !/^[^:]+:.+$/.test(credential)) {
    throw new Error(`The credential of ${name} must be user:password.`);
  }
  return credential;
}
