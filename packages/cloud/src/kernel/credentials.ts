import { collection } from './collection.js';
import type { Principal } from './identity.js';

/** An access key that this cloud issued. */
export interface CredentialRecord {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly principal: Principal;
  readonly expiresAtMs?: number;
  readonly status: 'Active' | 'Inactive';
}

/** By access key id. IAM and STS write it; the wire verifies signatures and names the caller from it. */
export const credentials = collection<CredentialRecord>('kernel.credentials', 'global');
