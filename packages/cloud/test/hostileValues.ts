import type { Constraint, Member, ServiceModel, SimpleShape, StructureShape } from '../src/wire/model.js';
import { documents, items, nastyStrings } from './hostileTexts.js';
import { zipped } from './resources.js';
import type { References } from './resources.js';

const words = ['alpha', 'beta-1', 'pk', 'sk', 'x', 'Gamma', '1', 'shop', '/a/b'];
const nastyNumbers = [0, -1, 1, 2, 10, 2147483647, 2147483648, -2147483649, 9007199254740991, -9007199254740991, 1e21, 0.5, 86_401, 1_000_001];
const nastyDates = [0, -1, 1e15, -1e15, 8.64e15, 253402300800000, Date.UTC(2026, 0, 1), Date.UTC(2030, 0, 1)];
const bytes: readonly Uint8Array[] = [new Uint8Array(0), Uint8Array.of(0, 255, 1), new TextEncoder().encode('{"a":1}'), zipped({ 'index.js': 'exports.handler = async (event) => event;' }), Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)];

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) {
    try {
      pattern = new RegExp(`^(?:${source})$`, 'u');
    } catch {
      // Of another dialect: anything goes.
      pattern = /^/;
    }
    patterns.set(source, pattern);
  }
  return pattern;
}

const seldom = new Set(['Expected', 'ConditionalOperator', 'AttributeUpdates', 'QueryFilter', 'ScanFilter', 'KeyConditions', 'AttributesToGet', 'AttributeNames', 'TemplateURL', 'UsePreviousTemplate', 'RollbackConfiguration', 'StackPolicyURL', 'StackPolicyDuringUpdateURL', 'TargetArn', 'PhoneNumber', 'VpcConfig', 'FileSystemConfigs', 'ImageConfig', 'SnapStart', 'ImageUri']);
const often = new Set(['TemplateBody', 'MetricData', 'Statistics', 'KeyConditionExpression', 'UpdateExpression', 'UserName', 'TopicArn', 'Attributes', 'Policy', 'policyDocument', 'policyName', 'patchOperations', 'Entries', 'Runtime', 'Handler', 'S3Key', 'S3Bucket', 'BatchSize', 'EventSourceArn', 'CORSConfiguration', 'LifecycleConfiguration', 'NotificationConfiguration', 'PolicyDocument', 'MultipartUpload', 'CopySource', 'BillingMode', 'uri', 'integrationHttpMethod', 'restApiId', 'MessageStructure', 'EventBusName', 'Protocol', 'Endpoint']);

/** Map keys become member names here, `constructor` among them. */
const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);

/**
 * Inputs that a program might send by accident or malice: mostly plausible, referring to what exists, with something off
 * now and then. The same random numbers give the same inputs.
 */
export class HostileValues {
  /** How likely each leaf is off. */
  private spite = 0;

  constructor(
    private readonly model: ServiceModel,
    private readonly random: () => number,
    private readonly references: References,
  ) {}

  /** `avoided`: members that are refused as a whole; given now and then all the same. */
  input(operation: string, avoided: readonly string[] = []): Record<string, unknown> {
    this.spite = this.pick([0, 0, 0.02, 0.1, 0.4]);
    const shape = this.model.shapes[this.model.operations[operation]!.input] as StructureShape;
    const input = this.structure(shape, 0);
    if (this.random() < 0.95) for (const name of avoided) delete input[name];
    if (this.random() < this.spite / 4) input[this.pick(['__proto__x', 'constructor', 'toString', 'Unknown'])] = this.pick(nastyStrings);
    return input;
  }

  /** Whether the input has every member that it must have. */
  isWhole(operation: string, input: Readonly<Record<string, unknown>>): boolean {
    const shape = this.model.shapes[this.model.operations[operation]!.input] as StructureShape;
    return (shape.required ?? []).every((name) => input[name] !== undefined && input[name] !== '');
  }

  private chance(likelihood: number): boolean {
    return this.random() < likelihood;
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }

  private structure(shape: StructureShape, depth: number): Record<string, unknown> {
    const entries = Object.entries(shape.members);
    if (shape.union) {
      const [name, member] = this.pick(depth > 4 ? entries.slice(0, 2) : entries);
      return { [name]: this.member(name, member, depth + 1) };
    }
    const result: Record<string, unknown> = {};
    const optional = depth > 4 ? 0 : this.pick([0, 0.05, 0.25, 0.6]);
    for (const [name, member] of entries) {
      const required = shape.required?.includes(name) === true || member.label === true;
      if (required ? !this.chance(this.spite / 5) : this.chance(this.likelihood(name, optional))) result[name] = this.member(name, member, depth + 1);
    }
    return result;
  }

  /** Alternatives that exclude each other come seldom; what makes a call worth something comes often. */
  private likelihood(name: string, usual: number): number {
    if (seldom.has(name)) return usual / 8;
    return often.has(name) ? 0.8 : usual;
  }

  private member(name: string, member: Member, depth: number, constraint = member.constraint): unknown {
    const shape = this.model.shapes[member.shape]!;
    if (this.chance(this.spite / 20)) return this.pick<unknown>([[], {}, '', 0, true, { a: { b: [] } }]);
    const given = own(items, name);
    const isWhole = shape.type === 'map' || shape.type === 'list';
    if (given && isWhole && this.chance(0.6)) return structuredClone(this.pick(given));
    if (shape.type === 'structure') return this.structure(shape, depth);
    const count = depth > 5 ? 0 : this.chance(this.spite / 8) ? 101 : this.pick([0, 1, 1, 1, 1, 1, 2, 3]);
    if (shape.type === 'list') {
      const each = constraint?.member;
      return Array.from({ length: count }, () => this.member(name.replace(/s$/, ''), shape.member, depth + 1, each));
    }
    if (shape.type !== 'map') return this.simple(name, shape, constraint);
    const map: Record<string, unknown> = {};
    for (let at = 0; at < count; at += 1) {
      const key = this.mapKey(name, constraint?.key);
      const value = this.member(key, shape.value, depth + 1, constraint?.value);
      Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return map;
  }

  private mapKey(name: string, constraint: Constraint | undefined): string {
    if (this.chance(this.spite / 2)) return this.pick(['__proto__', 'constructor', 'toString', '', '☃', 'a'.repeat(300), ...nastyStrings.slice(0, 6)]);
    return this.pick(constraint?.enum ?? own(documents, `${name}.key`) ?? words);
  }

  private simple(name: string, shape: SimpleShape, constraint: Constraint | undefined): unknown {
    const off = this.chance(this.spite);
    switch (shape.type) {
      case 'string':
        return off ? this.spoilt(name, constraint) : this.text(name, constraint);
      case 'boolean':
        return this.chance(0.5);
      case 'integer':
      case 'long': {
        if (off) return Math.floor(this.pick(nastyNumbers));
        const min = constraint?.min ?? 0;
        return Math.floor(min + this.random() * (Math.min(constraint?.max ?? 100, min + 2000) - min));
      }
      case 'float':
      case 'double':
      case 'bignumber':
        return off ? this.pick([...nastyNumbers, NaN, Infinity, -Infinity, 1e308, 5e-324]) : Math.floor(this.random() * 100) / 4;
      case 'timestamp':
        return new Date(off ? this.pick(nastyDates) : Date.UTC(2026, 0, 1) + Math.floor((this.random() - 0.5) * 1e8) * 1000);
      case 'blob':
        return off && this.chance(0.2) ? new Uint8Array(300_000) : this.pick(bytes);
      case 'document':
        return { nested: [1, 'two', null] };
    }
  }

  private text(name: string, constraint: Constraint | undefined): string {
    if (constraint?.enum && this.chance(0.95)) return this.pick(constraint.enum);
    const known = this.chance(0.9) ? [...(own(documents, name) ?? []), ...this.references.of(this.model.service, name)] : [];
    for (let tries = 0; tries < 6; tries += 1) {
      const word = this.pick(known.length > 0 && tries < 4 ? known : words);
      if (this.fits(word, constraint)) return word;
    }
    const word = this.pick(words);
    return constraint?.min !== undefined && word.length < constraint.min ? word.padEnd(Math.min(constraint.min, 5000), 'a') : word;
  }

  private fits(word: string, constraint: Constraint | undefined): boolean {
    if (!constraint) return true;
    if (word.length < (constraint.min ?? 0) || word.length > (constraint.max ?? Infinity)) return false;
    return constraint.pattern === undefined || patternOf(constraint.pattern).test(word);
  }

  private spoilt(name: string, constraint: Constraint | undefined): string {
    const way = this.random();
    if (way < 0.5) return this.pick(nastyStrings);
    if (way < 0.6) return 'a'.repeat(Math.min((constraint?.max ?? 2000) + this.pick([-1, 0, 1, 70_000]), 300_000));
    const text = this.text(name, constraint);
    const at = Math.floor(this.random() * (text.length + 1));
    if (way < 0.75) return text.slice(0, at);
    return text.slice(0, at) + this.pick(nastyStrings) + text.slice(at + (this.chance(0.5) ? 1 : 0));
  }
}
