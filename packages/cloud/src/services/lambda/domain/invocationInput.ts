import type { InvokeCommandInput } from '@aws-sdk/client-lambda';
import { constraintBroken, invalidRequestContent, payloadTooLarge, requestTooLarge } from '../errors.js';
import { limits } from '../limits.js';

const emptyEvent = new TextEncoder().encode('{}');
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The event that an Invoke carries; without one, `{}`. Throws what AWS answers to no JSON or too much of it. */
export function eventOf({ Payload: given, InvocationType: type }: InvokeCommandInput): Uint8Array {
  const payload = given as Uint8Array | undefined;
  if (payload === undefined || payload.byteLength === 0) return emptyEvent;
  const { synchronousPayloadBytes, asynchronousPayloadBytes } = limits;
  if (payload.byteLength > synchronousPayloadBytes.value) throw requestTooLarge(synchronousPayloadBytes.value, 'InvokeFunction');
  if (type === 'Event' && payload.byteLength > asynchronousPayloadBytes.value) throw payloadTooLarge(payload.byteLength, asynchronousPayloadBytes.value);
  checkJson(payload);
  return payload;
}

function checkJson(payload: Uint8Array): void {
  try {
    JSON.parse(decoder.decode(payload));
  } catch (error) {
    throw invalidRequestContent(`Could not parse request body into json: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The JSON inside `ClientContext`, which is base64. */
export function clientContextOf({ ClientContext: encoded }: InvokeCommandInput): string | undefined {
  if (encoded === undefined || encoded === '') return undefined;
  if (encoded.length > limits.clientContextBytes.value) {
    throw constraintBroken(encoded, 'clientContext', `Member must have length less than or equal to ${limits.clientContextBytes.value}`);
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalidRequestContent(`Client context must be a valid Base64-encoded JSON object: ${error instanceof Error ? error.message : String(error)}`);
  }
  return text;
}
