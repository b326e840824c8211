import * as z from 'zod';

import { AwsError, REGION } from '../service.ts';
import type { CodePurpose, Codes } from './codes.ts';
import { htmlToText } from './html-to-text.ts';
import type { Client } from './pools.ts';
import { describeAttributes } from './user-view.ts';
import type { User } from './users.ts';

export type CustomMessageSource =
  | 'CustomMessage_SignUp'
  | 'CustomMessage_ResendCode'
  | 'CustomMessage_ForgotPassword';

/** What the CustomMessage trigger receives and returns (Developer Guide, "Custom message Lambda trigger"). */
export interface CustomMessageEvent {
  readonly version: '1';
  readonly triggerSource: CustomMessageSource;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: {
    readonly userAttributes: Readonly<Record<string, string>>;
    /** Stands for the code, which the trigger never sees. */
    readonly codeParameter: string;
    readonly linkParameter: string;
    readonly usernameParameter: null;
    readonly clientMetadata?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly smsMessage: string | null;
    readonly emailMessage: string | null;
    readonly emailSubject: string | null;
  };
}

/** Calls a function of the template by its ARN (or logical id); rejects where the function fails. */
export type Trigger = (functionArn: string, event: CustomMessageEvent) => Promise<unknown>;

export type SendMail = (mail: {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}) => Promise<void>;

const Answer = z.object({
  response: z.object({ emailMessage: z.string().nullish(), emailSubject: z.string().nullish() }),
});

const PLACEHOLDER = '{####}';
const DEFAULT_MESSAGE = `Your verification code is ${PLACEHOLDER}.`;
const DEFAULT_SUBJECT = 'Your verification code';

export interface CodeDeliveryDetails {
  readonly AttributeName: 'email';
  readonly DeliveryMedium: 'EMAIL';
  readonly Destination: string;
}

/** Sends codes by mail, in the words of the CustomMessage trigger where the pool has one. */
export function createCodeMail(options: {
  readonly codes: Codes;
  readonly trigger: Trigger;
  readonly sendMail: SendMail;
}) {
  const { codes, trigger, sendMail } = options;
  /** Throws UserLambdaValidationException, InvalidLambdaResponseException or CodeDeliveryFailureException. */
  return async (mail: {
    readonly user: User;
    readonly client: Client;
    readonly purpose: CodePurpose;
    readonly source: CustomMessageSource;
    readonly clientMetadata: Readonly<Record<string, string>> | undefined;
  }): Promise<CodeDeliveryDetails> => {
    const { user, client, purpose } = mail;
    const { email = '' } = user.attributes;
    const { message, subject } = await compose({ ...mail, trigger });
    const html = message.replaceAll(PLACEHOLDER, codes.issue(user, purpose));
    try {
      await sendMail({ to: email, subject, html, text: htmlToText(html) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AwsError(
        'CodeDeliveryFailureException',
        `The mail of pool ${client.pool.id} was not taken: ${reason}`,
      );
    }
    return describeDelivery(email);
  };
}

export type SendCode = ReturnType<typeof createCodeMail>;

/** `a***@e***`, as Cognito shows where a code went. */
export function describeDelivery(email: string): CodeDeliveryDetails {
  const [name = '', domain = ''] = email.split('@');
  const Destination = `${name.charAt(0)}***@${domain.charAt(0)}***`;
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination };
}

async function compose(about: {
  readonly user: User;
  readonly client: Client;
  readonly source: CustomMessageSource;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
  readonly trigger: Trigger;
}): Promise<{ message: string; subject: string }> {
  const { user, client, source, clientMetadata, trigger } = about;
  const { properties, id: userPoolId } = client.pool;
  const {
    VerificationMessageTemplate: template,
    EmailVerificationMessage,
    EmailVerificationSubject,
  } = properties;
  const message = template?.EmailMessage ?? EmailVerificationMessage ?? DEFAULT_MESSAGE;
  const subject = template?.EmailSubject ?? EmailVerificationSubject ?? DEFAULT_SUBJECT;
  const { CustomMessage: functionArn } = properties.LambdaConfig;
  if (functionArn === undefined) return { message, subject };

  const event: CustomMessageEvent = {
    version: '1',
    triggerSource: source,
    region: REGION,
    userPoolId,
    userName: user.sub,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.id },
    request: {
      userAttributes: describeAttributes(user),
      codeParameter: PLACEHOLDER,
      linkParameter: '{##Click Here##}',
      usernameParameter: null,
      ...(clientMetadata !== undefined && { clientMetadata }),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  };
  const answer = Answer.safeParse(await callTrigger({ trigger, functionArn, event }));
  const custom = answer.data?.response;
  if (custom === undefined || custom.emailMessage?.includes(PLACEHOLDER) === false) {
    throw new AwsError(
      'InvalidLambdaResponseException',
      `The CustomMessage trigger must return its event, with ${PLACEHOLDER} in emailMessage.`,
    );
  }
  return { message: custom.emailMessage ?? message, subject: custom.emailSubject ?? subject };
}

async function callTrigger(call: {
  trigger: Trigger;
  functionArn: string;
  event: CustomMessageEvent;
}): Promise<unknown> {
  try {
    return await call.trigger(call.functionArn, call.event);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('UserLambdaValidationException', `CustomMessage failed with error ${reason}.`);
  }
}
