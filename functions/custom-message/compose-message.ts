import type { CustomMessageTriggerEvent } from 'aws-lambda';

/**
 * Cognito's mails in our words. The token is one opaque value that carries the user and the code: Cognito hands over a
 * placeholder and puts the code in its place when it sends (AWS: "Custom message Lambda trigger").
 */
export function composeMessage(
  event: CustomMessageTriggerEvent,
  publicUrl: string,
): CustomMessageTriggerEvent {
  const { codeParameter } = event.request;
  const user = Buffer.from(event.userName, 'utf8').toString('base64url');
  const token = `${user}.${codeParameter}`;
  switch (event.triggerSource) {
    case 'CustomMessage_SignUp':
    case 'CustomMessage_ResendCode':
      event.response.emailSubject = 'Verify your e-mail address for APIQ';
      event.response.emailMessage = [
        '<p>Welcome to APIQ. Your verification token:</p>',
        `<p><code>${token}</code></p>`,
        `<p>Send it to <code>POST ${publicUrl}/api/auth/verify</code> as <code>{"token": "…"}</code>. It is good for 24 hours.</p>`,
        '<p>If you did not register, ignore this mail.</p>',
      ].join('\n');
      break;
    case 'CustomMessage_ForgotPassword':
      event.response.emailSubject = 'Reset your APIQ password';
      event.response.emailMessage = [
        '<p>Your password reset token:</p>',
        `<p><code>${token}</code></p>`,
        '<p>It is good for one hour. If you did not ask for it, ignore this mail.</p>',
      ].join('\n');
      break;
    default:
      break;
  }
  return event;
}
