import { createPrivateKey, sign as signWith } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { defineFacility } from '../../kernel/facility.js';
import type { Context } from '../../kernel/service.js';
import type { Origin, Sign } from './domain/envelope.js';
import { signingKeyPem } from './domain/signingKey.js';

/**
 * The lab's private key, read once. The last signature is remembered, because the same text goes to every subscriber of
 * a message.
 */
const signer = defineFacility<Sign>({
  name: 'sns.signer',
  start() {
    const privateKey = createPrivateKey(signingKeyPem);
    let last = { text: '', version: '1', signature: '' };
    return (text, version) => {
      if (last.text !== text || last.version !== version) {
        const signature = signWith(version === '1' ? 'sha1' : 'sha256', Buffer.from(text), privateKey).toString('base64');
        last = { text, version, signature };
      }
      return last.signature;
    };
  },
});

export const originOf = (ctx: Context): Origin => ({ endpoint: ctx.endpoint, sign: ctx.facility(signer) });

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** Real HTTP to an endpoint outside the cloud. Resolves with the status; rejects where there is no answer. */
export type Poster = (post: Post) => Promise<number>;

export const poster = defineFacility<Poster>({ name: 'sns.poster', start: () => post });

function post({ url, headers, body, timeoutMs }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest;
    const options = { method: 'POST', timeout: timeoutMs, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } };
    const sent = request(url, options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
