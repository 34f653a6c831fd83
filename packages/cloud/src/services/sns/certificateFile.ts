import type { HttpRequest, HttpResponse } from '../../kernel/http.js';
import { certificatePath, signingCertificatePem } from './domain/signingKey.js';

/** What SigningCertURL leads to: the certificate by which a subscriber verifies a signature. */
export async function certificateFile(request: HttpRequest): Promise<HttpResponse> {
  if (request.path !== certificatePath) return { status: 404, headers: { 'Content-Type': 'text/plain' }, body: 'Not Found' };
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, headers: { Allow: 'GET, HEAD' }, body: '' };
  return { status: 200, headers: { 'Content-Type': 'application/x-pem-file' }, body: request.method === 'GET' ? signingCertificatePem : '' };
}
