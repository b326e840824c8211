/** What a ciphertext is bound to; opening it with another context fails. */
export interface SecretContext {
  readonly tenant: string;
  readonly record: string;
  readonly purpose: 'connection-credential';
}

/** What a connection's credential is bound to when it is encrypted, and must be opened with. */
export function credentialContext({
  tenantId,
  connectionId,
}: {
  tenantId: string;
  connectionId: string;
}): SecretContext {
  return { tenant: tenantId, record: connectionId, purpose: 'connection-credential' };
}
