/** What is read of a raw message. */
export interface MimeText {
  readonly from?: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

type Headers = ReadonlyMap<string, string>;

/**
 * Reads the addresses, the subject and the first plain and HTML parts of a message (RFC 5322, RFC 2045 to 2047).
 * Attachments are left aside.
 */
export function readMime(raw: Buffer): MimeText {
  const { headers, body } = splitPart(raw.toString('latin1'));
  const texts = readTexts(headers, body);
  const from = headers.get('from');
  return {
    to: [headers.get('to'), headers.get('cc'), headers.get('bcc')].flatMap((list) =>
      readAddresses(list ?? ''),
    ),
    subject: decodeWords(Buffer.from(headers.get('subject') ?? '', 'latin1').toString('utf8')),
    ...(from !== undefined && { from: readAddresses(from)[0] ?? from }),
    ...texts,
  };
}

/** The bare addresses of a list such as `Ann <ann@example.com>, bob@example.com`. */
export function readAddresses(list: string): string[] {
  return list.match(/[^\s<>,;"()]+@[^\s<>,;"()]+/g) ?? [];
}

function splitPart(part: string): { headers: Headers; body: string } {
  const [head = ''] = /^[\s\S]*?(?=\r?\n\r?\n)/.exec(part) ?? [part];
  const body = part.slice(head.length).replace(/^\r?\n\r?\n/, '');
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body };
}

function readTexts(headers: Headers, body: string): { text?: string; html?: string } {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (type.toLowerCase().startsWith('multipart/') && boundary !== undefined) {
    // The first piece is the preamble, the last what follows the closing delimiter.
    const parts = body.split(`--${boundary}`).slice(1, -1);
    const texts = parts.map((part) => {
      const inner = splitPart(part.replace(/^\r?\n/, ''));
      return readTexts(inner.headers, inner.body.replace(/\r?\n$/, ''));
    });
    return Object.assign({}, ...texts.toReversed());
  }
  if (headers.get('content-disposition')?.toLowerCase().startsWith('attachment') === true) return {};
  const charset = /charset="?([^";\s]+)"?/i.exec(type)?.[1];
  const content = decode(decodeBody(body, headers.get('content-transfer-encoding')), charset);
  if (type.toLowerCase().startsWith('text/plain')) return { text: content };
  return type.toLowerCase().startsWith('text/html') ? { html: content } : {};
}

function decodeBody(body: string, encoding: string | undefined): Buffer {
  switch (encoding?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return unquote(body.replace(/=[ \t]*\r?\n/g, ''));
    default:
      return Buffer.from(body, 'latin1');
  }
}

function unquote(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** Encoded words of a header, e.g. `=?UTF-8?B?w7w=?=`; space between two of them is not text. */
function decodeWords(header: string): string {
  const joined = header.replace(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replace(
    /=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi,
    (_, charset: string, encoding: string, text: string) =>
      decode(
        encoding.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : unquote(text.replaceAll('_', ' ')),
        charset,
      ),
  );
}

function decode(bytes: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
