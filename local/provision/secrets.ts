import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { ACCOUNT, REGION } from '../aws/service.ts';
import type { Settings } from '../settings.ts';
import type { PendingResource, Provision } from '../provision.ts';
import { shortHash } from '../template/physical-name.ts';

const SecretProperties = z.strictObject({
  Description: z.string().optional(),
  GenerateSecretString: z
    .strictObject({
      ExcludeCharacters: z.string().default(''),
      ExcludePunctuation: z.boolean().default(false),
      PasswordLength: z.coerce.number().int().min(1).max(4096).default(32),
    })
    .optional(),
  KmsKeyId: z.string().optional(),
  Name: z.string().optional(),
  SecretString: z.string().optional(),
  Tags: z.unknown().optional(),
});

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The secrets that the template has made on deployment; no function asks Secrets Manager itself. */
export interface Secrets {
  /** Creates an AWS::SecretsManager::Secret; its value is the same from start to start. */
  readonly provision: Provision;
  /** The value by the secret's ARN; throws for one that is not there. */
  read(arn: string): string;
}

export function createSecrets(settings: Settings): Secrets {
  const values = new Map<string, string>();
  const create = ({ key, properties }: PendingResource): string => {
    const parsed = SecretProperties.safeParse(properties);
    if (!parsed.success)
      throw new Error(`The laptop cloud cannot make ${key}: ${z.prettifyError(parsed.error)}`);
    return parsed.data.SecretString ?? generate(parsed.data.GenerateSecretString);
  };
  return {
    provision(resource) {
      // The suffix is Secrets Manager's own: six characters after the name.
      const name = `${resource.name}-${shortHash(resource.key, 6)}`;
      const arn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
      const setting = `secret:${resource.key}`;
      const value = settings.get(setting) ?? create(resource);
      settings.set(setting, value);
      values.set(arn, value);
      return { ref: arn, attributes: { Id: arn } };
    },
    read(arn) {
      const value = values.get(arn);
      if (value === undefined) throw new Error(`The template has no secret ${arn}.`);
      return value;
    },
  };
}

/** Secrets Manager API Reference, "GetRandomPassword". */
function generate(rules: z.infer<typeof SecretProperties>['GenerateSecretString']): string {
  const { ExcludeCharacters = '', ExcludePunctuation = false, PasswordLength = 32 } = rules ?? {};
  const all = ExcludePunctuation ? LETTERS_AND_DIGITS : LETTERS_AND_DIGITS + PUNCTUATION;
  const letters = all.split('').filter((letter) => !ExcludeCharacters.includes(letter));
  return Array.from({ length: PasswordLength }, () => letters[randomInt(letters.length)]).join('');
}
