import * as z from 'zod';

const Content = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
const Addresses = z.array(z.string().min(3)).max(50).optional();

/** The input of SendEmail; templates and attachments of Simple content are not spoken. */
export const SendEmailInput = z.strictObject({
  FromEmailAddress: z.string().optional(),
  ReplyToAddresses: Addresses,
  Destination: z
    .strictObject({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses })
    .optional(),
  Content: z
    .strictObject({
      Simple: z
        .strictObject({
          Subject: Content,
          Body: z
            .strictObject({ Text: Content.optional(), Html: Content.optional() })
            .refine(
              ({ Text, Html }) => Text !== undefined || Html !== undefined,
              'the body must have a text',
            ),
        })
        .optional(),
      Raw: z.strictObject({ Data: z.base64().transform((text) => Buffer.from(text, 'base64')) }).optional(),
    })
    .refine(
      ({ Simple, Raw }) => (Simple === undefined) !== (Raw === undefined),
      'must be either Simple or Raw',
    ),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
});
export type SendEmailInput = z.infer<typeof SendEmailInput>;
