import type { GetRandomPasswordCommandInput } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../kernel/random.js';
import { generatePassword } from './password.js';

const many = (input: GetRandomPasswordCommandInput, count = 50): string[] => {
  const random = new Random(7);
  return Array.from({ length: count }, () => generatePassword(random, input));
};

describe('a password', () => {
  it('has 32 characters, at least one of each type, and is never the same', () => {
    const passwords = many({}, 200);
    for (const password of passwords) {
      expect(password).toMatch(/^[!-~]{32}$/);
      for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(password).toMatch(type);
    }
    expect(new Set(passwords).size).toBe(200);
  });

  it.each<[GetRandomPasswordCommandInput, RegExp]>([
    [{ PasswordLength: 4 }, /^[!-~]{4}$/],
    [{ PasswordLength: 1, RequireEachIncludedType: false }, /^[!-~]$/],
    [{ ExcludePunctuation: true }, /^[a-zA-Z0-9]{32}$/],
    [{ ExcludePunctuation: true, ExcludeUppercase: true, ExcludeNumbers: true }, /^[a-z]{32}$/],
    [{ ExcludeLowercase: true }, /^[^a-z]{32}$/],
    [{ ExcludeCharacters: '"@/\\abcXYZ0' }, /^[^"@/\\abcXYZ0]{32}$/],
    [{ ExcludeCharacters: '0123456789', ExcludePunctuation: true, PasswordLength: 2 }, /^[a-zA-Z]{2}$/],
    [{ ExcludePunctuation: true, ExcludeUppercase: true, ExcludeLowercase: true, IncludeSpace: true, PasswordLength: 64 }, /^[0-9 ]{64}$/],
    [{ PasswordLength: 4096 }, /^[!-~]{4096}$/],
  ])('with %j', (input, form) => {
    for (const password of many(input, 20)) expect(password).toMatch(form);
  });

  it('takes every allowed character, in every place', () => {
    const passwords = many({ ExcludePunctuation: true, ExcludeUppercase: true, ExcludeLowercase: true, PasswordLength: 3 }, 500);
    for (const place of [0, 1, 2]) expect(new Set(passwords.map((password) => password[place])).size).toBe(10);
  });

  it('may hold a space only where asked for', () => {
    expect(many({ IncludeSpace: true, PasswordLength: 200 }).some((password) => password.includes(' '))).toBe(true);
    expect(many({ IncludeSpace: true, ExcludeCharacters: ' ', PasswordLength: 200 }).some((password) => password.includes(' '))).toBe(false);
  });

  it.each<[GetRandomPasswordCommandInput, string]>([
    [{ PasswordLength: 3 }, 'Password length is too short based on the required types.'],
    [{ ExcludePunctuation: true, ExcludeUppercase: true, ExcludeLowercase: true, ExcludeNumbers: true }, 'excluded'],
  ])('cannot be made with %j', (input, message) => {
    expect(() => generatePassword(new Random(1), input)).toThrow(message);
  });
});
