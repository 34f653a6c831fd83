import { expect, it } from 'vitest';
import { accessKeyId, accountOfKey, secretAccessKey } from './accessKeyIds.js';
import { Random } from './random.js';

it.each(['000000000000', '123456789012', '999999999999'])('keeps account %s in the key', (account) => {
  const random = new Random(7);
  const id = accessKeyId(random, 'ASIA', account);
  expect(id).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(accountOfKey(id)).toBe(account);
  expect(accessKeyId(random, 'ASIA', account)).not.toBe(id);
});

it.each(['test', 'AKIAIOSFODNN7EXAMPLE1', 'AROA5WF86G4H2E8NU88D', ''])('finds no account in %s', (id) => {
  expect(accountOfKey(id)).toBeUndefined();
});

// An example of AWS's: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
it('reads keys of AWS itself', () => {
  expect(accountOfKey('AKIAIOSFODNN7EXAMPLE')).toMatch(/^[0-9]{12}$/);
});

it('makes secrets of forty characters', () => {
  expect(secretAccessKey(new Random(7))).toMatch(/^[A-Za-z0-9+/]{40}$/);
});
