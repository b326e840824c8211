import { shortHash } from './template/physical-name.ts';

/** The access key id of tools and tests; its principal is not bound by any policy. */
export const ROOT_ACCESS_KEY = 'LKIAROOT';

/** The secret of an access key. It keeps nobody of this machine out; it makes signatures that can be checked. */
export function secretOf(accessKeyId: string): string {
  return accessKeyId === ROOT_ACCESS_KEY ? 'root' : shortHash(accessKeyId, 40);
}
