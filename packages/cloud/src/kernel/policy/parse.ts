import { AwsError } from '../errors.js';
import { operatorNamed } from './conditions.js';
import type { Condition, Element, PolicyDocument, PrincipalElement, Statement } from './document.js';
import { compilePattern } from './pattern.js';
import type { PatternOptions } from './pattern.js';

type Json = Readonly<Record<string, unknown>>;

const latestVersion = '2012-10-17';
const versions: readonly string[] = ['2008-10-17', latestVersion];
const policyKeys = new Set(['Version', 'Id', 'Statement']);
const statementKeys = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

export const malformedPolicyDocument = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);

const syntaxError = (): AwsError => malformedPolicyDocument('Syntax errors in policy.');

/** Compiled policies by their text: they are pure functions of it. Bounded, oldest out first. */
const cache = new Map<string, PolicyDocument>();
const cachedPolicies = 2000;

/**
 * A policy from its JSON text: the grammar that every kind of policy shares. What a kind adds is `validatePolicy`'s.
 * Throws MalformedPolicyDocument.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(json: string): PolicyDocument {
  const known = cache.get(json);
  if (known) return known;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw malformedPolicyDocument('This policy contains invalid Json');
  }
  const document = readPolicy(value);
  if (cache.size >= cachedPolicies) cache.delete(cache.keys().next().value!);
  cache.set(json, document);
  return document;
}

function readPolicy(value: unknown): PolicyDocument {
  const policy = object(value);
  onlyKeys(policy, policyKeys);
  const version = policy['Version'] ?? '2008-10-17';
  const id = policy['Id'];
  if (typeof version !== 'string' || !versions.includes(version)) throw syntaxError();
  if (id !== undefined && typeof id !== 'string') throw syntaxError();
  const written = policy['Statement'];
  const list = Array.isArray(written) ? (written as unknown[]) : [written];
  if (written === undefined || list.length === 0) throw syntaxError();
  const statements = list.map((statement) => readStatement(object(statement), version === latestVersion));
  const sids = statements.flatMap((statement) => statement.sid || []);
  if (new Set(sids).size !== sids.length) throw malformedPolicyDocument('Statement IDs (SID) in a single policy must be unique.');
  return { version, id, statements };
}

function readStatement(statement: Json, variables: boolean): Statement {
  onlyKeys(statement, statementKeys);
  const { Sid: sid, Effect: effect } = statement;
  if (sid !== undefined && typeof sid !== 'string') throw syntaxError();
  if (effect !== 'Allow' && effect !== 'Deny') throw syntaxError();
  const actions = readElement(statement, 'Action', { wildcards: true, variables: false }, lowerCase);
  if (!actions) throw malformedPolicyDocument('Policy statement must contain actions.');
  return {
    sid,
    effect,
    principals: readPrincipals(statement),
    actions,
    resources: readElement(statement, 'Resource', { wildcards: true, variables }, asWritten),
    conditions: statement['Condition'] === undefined ? [] : readConditions(object(statement['Condition']), variables),
  };
}

const asWritten = (text: string): string => text;
const lowerCase = (text: string): string => text.toLowerCase();

function readElement(statement: Json, name: string, options: PatternOptions, fold: (text: string) => string): Element | undefined {
  const positive = statement[name];
  const negative = statement[`Not${name}`];
  if (positive !== undefined && negative !== undefined) throw syntaxError();
  const written = positive ?? negative;
  if (written === undefined) return undefined;
  const texts = strings(written);
  return { not: negative !== undefined, patterns: texts.map((text) => ({ ...compilePattern(fold(text), options), source: text })) };
}

function readPrincipals(statement: Json): PrincipalElement | undefined {
  const positive = statement['Principal'];
  const negative = statement['NotPrincipal'];
  if (positive !== undefined && negative !== undefined) throw syntaxError();
  const written = positive ?? negative;
  if (written === undefined) return undefined;
  const not = negative !== undefined;
  if (written === '*') return { not, everyone: true, aws: [], services: [], federated: [], canonicalUsers: [] };
  const byKind = object(written);
  const of = (kind: string): string[] => (byKind[kind] === undefined ? [] : strings(byKind[kind]));
  onlyKeys(byKind, principalKinds);
  const aws = of('AWS');
  if (Object.keys(byKind).length === 0) throw syntaxError();
  return {
    not,
    everyone: aws.includes('*'),
    aws,
    services: of('Service'),
    federated: of('Federated'),
    canonicalUsers: of('CanonicalUser'),
  };
}

const principalKinds = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

function readConditions(block: Json, variables: boolean): Condition[] {
  const out: Condition[] = [];
  for (const [name, keys] of Object.entries(block)) {
    const use = operatorNamed(name);
    if (!use) throw syntaxError();
    const options = { wildcards: use.operator.wildcards, variables: variables && use.operator.variables };
    for (const [keySource, values] of Object.entries(object(keys))) {
      const texts = strings(values, true);
      out.push({ ...use, key: keySource.toLowerCase(), keySource, values: texts.map((text) => compilePattern(text, options)) });
    }
  }
  return out;
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw syntaxError();
  return value as Json;
}

/** A text or a list of texts; condition values may be numbers and booleans too. */
function strings(value: unknown, scalars = false): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.map((item) => {
    if (typeof item === 'string') return item;
    if (scalars && (typeof item === 'number' || typeof item === 'boolean')) return String(item);
    throw syntaxError();
  });
}

function onlyKeys(value: Json, allowed: ReadonlySet<string>): void {
  for (const name of Object.keys(value)) if (!allowed.has(name)) throw syntaxError();
}
