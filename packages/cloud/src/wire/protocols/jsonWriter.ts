import type { Member, ServiceModel, Shape, StructureShape } from '../model.js';
import { put } from './codec.js';
import type { JsonNaming } from './jsonReader.js';

/** Turns the SDK's form of a shape into what JSON.stringify then writes; leaves out what the model does not know. */
export type JsonWrite = (value: unknown) => unknown;

const asIs: JsonWrite = (value) => value;

const writeNumber: JsonWrite = (value) => (Number.isFinite(value) ? value : String(value));

const writeBlob: JsonWrite = (value) => {
  if (typeof value === 'string') return Buffer.from(value).toString('base64');
  const bytes = value as Uint8Array;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
};

const instant = (value: unknown): number => (value instanceof Date ? value.getTime() : Number(value));

/** By format; JSON's default is epoch seconds with milliseconds as a fraction. */
const writeTimestamp = (format: string | undefined): JsonWrite => {
  if (format === 'date-time') return (value) => isoTimestamp(instant(value));
  if (format === 'http-date') return (value) => new Date(instant(value)).toUTCString();
  return (value) => instant(value) / 1000;
};

/** ISO 8601 in UTC, without a fraction where that is zero. */
export function isoTimestamp(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function simpleWriter(shape: Shape): JsonWrite {
  if (shape.type === 'blob') return writeBlob;
  if (shape.type === 'timestamp') return writeTimestamp(shape.format);
  return shape.type === 'float' || shape.type === 'double' ? writeNumber : asIs;
}

export interface WriterOptions extends JsonNaming {
  /** How a format's scalars differ from JSON's, by type. */
  readonly leaves?: Readonly<Record<string, JsonWrite>>;
}

/** Compiles writers of a model's shapes, each once. */
export class JsonWriters {
  private readonly writers = new Map<number, JsonWrite>();

  constructor(
    private readonly model: ServiceModel,
    private readonly options: WriterOptions,
  ) {}

  shape(index: number): JsonWrite {
    const known = this.writers.get(index);
    if (known) return known;
    const shape = this.model.shapes[index]!;
    // A recursive shape meets this stand-in, which by then leads to the finished writer.
    this.writers.set(index, (value) => finished(value));
    const finished = this.build(shape);
    this.writers.set(index, finished);
    return finished;
  }

  private build(shape: Shape): JsonWrite {
    if (shape.type === 'structure') return this.structure(shape, () => true);
    if (shape.type === 'list') return this.list(this.shape(shape.member.shape));
    if (shape.type === 'map') return this.map(this.shape(shape.value.shape));
    return this.options.leaves?.[shape.type] ?? simpleWriter(shape);
  }

  /** Only members that `belongs` says are part of the body. */
  structure(shape: StructureShape, belongs: (member: Member) => boolean): JsonWrite {
    const members = Object.entries(shape.members)
      .filter(([, member]) => belongs(member))
      .map(([name, member]) => ({ name, key: (this.options.jsonNames && member.jsonName) || name, write: this.shape(member.shape) }));
    if (shape.union) return unionWriter(members);
    return (value) => {
      const result: Record<string, unknown> = {};
      for (const { name, key, write } of members) {
        const held = (value as Record<string, unknown>)[name];
        if (held !== undefined && held !== null) result[key] = write(held);
      }
      return result;
    };
  }

  private list(write: JsonWrite): JsonWrite {
    if (write === asIs) return asIs;
    return (value) => (value as readonly unknown[]).map((held) => (held === null ? null : write(held)));
  }

  private map(write: JsonWrite): JsonWrite {
    if (write === asIs) return asIs;
    return (value) => {
      const result: Record<string, unknown> = {};
      for (const key of Object.keys(value as object)) {
        const held = (value as Record<string, unknown>)[key];
        if (held !== undefined && held !== null) put(result, key, write(held));
      }
      return result;
    };
  }
}

/** By the member that is set, not by all that could be. */
function unionWriter(list: readonly { name: string; key: string; write: JsonWrite }[]): JsonWrite {
  const members = new Map(list.map((member) => [member.name, member]));
  return (value) => {
    const result: Record<string, unknown> = {};
    for (const name in value as object) {
      const member = members.get(name);
      const held = (value as Record<string, unknown>)[name];
      if (member && held !== undefined && held !== null) result[member.key] = member.write(held);
    }
    return result;
  };
}
