import type { GetRandomPasswordCommandInput } from '@aws-sdk/client-secrets-manager';
import type { Random } from '../../../kernel/random.js';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const uppercase = lowercase.toUpperCase();
const numbers = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * A password as asked for. Throws InvalidParameterException where that cannot be.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
export function generatePassword(random: Random, input: GetRandomPasswordCommandInput): string {
  const length = input.PasswordLength ?? limits.passwordLength.value;
  const types = allowedTypes(input);
  const all = [...types.join(''), ...(input.IncludeSpace && !input.ExcludeCharacters?.includes(' ') ? [' '] : [])];
  if (all.length === 0) throw invalidParameter('No character is left to make a password of: all of them are excluded.');
  const required = input.RequireEachIncludedType === false ? [] : types;
  if (required.length > length) throw invalidParameter('Password length is too short based on the required types.');
  const characters = required.map((type) => random.pick([...type]));
  while (characters.length < length) characters.push(random.pick(all));
  return shuffled(random, characters).join('');
}

function allowedTypes(input: GetRandomPasswordCommandInput): string[] {
  const excluded = new Set(input.ExcludeCharacters);
  const types = [
    input.ExcludeLowercase ? '' : lowercase,
    input.ExcludeUppercase ? '' : uppercase,
    input.ExcludeNumbers ? '' : numbers,
    input.ExcludePunctuation ? '' : punctuation,
  ];
  return types.map((type) => [...type].filter((character) => !excluded.has(character)).join('')).filter((type) => type !== '');
}

function shuffled(random: Random, characters: string[]): string[] {
  for (let i = characters.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [characters[i], characters[j]] = [characters[j]!, characters[i]!];
  }
  return characters;
}
