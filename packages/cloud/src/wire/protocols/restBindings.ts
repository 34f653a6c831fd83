import type { HttpRequest } from '../../kernel/http.js';
import type { Member, ServiceModel, Shape, StructureShape, TimestampFormat } from '../model.js';
import type { Labels } from './codec.js';
import { textReader, textWriter, type Misfit } from './textScalar.js';

/** Where a member of a REST input travels outside of the body. */
export const inBody = (member: Member): boolean =>
  !member.label && !member.header && !member.prefixHeaders && !member.query && !member.queryParams && !member.statusCode && !member.hostLabel;

/** In an output a query binding means nothing: API Gateway's models have some. */
export const inOutputBody = (member: Member): boolean => !member.header && !member.prefixHeaders && !member.statusCode;

type Fill = (result: Record<string, unknown>, request: HttpRequest, labels: Labels, query: URLSearchParams | undefined) => void;

/** Compiles what reads labels, query and headers of a request into its input. */
export function compileRequestBindings(model: ServiceModel, shape: StructureShape, misfit: Misfit): { fills: Fill[]; needsQuery: boolean } {
  const fills: Fill[] = [];
  let needsQuery = false;
  const taken = new Set(Object.values(shape.members).flatMap(({ query }) => (query ? [query] : [])));
  for (const [name, member] of Object.entries(shape.members)) {
    const target = model.shapes[member.shape]!;
    if (member.query || member.queryParams) needsQuery = true;
    if (member.label) fills.push(labelFill(name, textReader(target, misfit)));
    else if (member.header) fills.push(headerFill(model, name, member.header.toLowerCase(), target, misfit));
    else if (member.prefixHeaders !== undefined) fills.push(prefixFill(name, member.prefixHeaders.toLowerCase()));
    else if (member.query) fills.push(queryFill(model, name, member.query, target, misfit));
    else if (member.queryParams) fills.push(allQueryFill(model, name, target, taken));
  }
  return { fills, needsQuery };
}

const labelFill =
  (name: string, read: (text: string) => unknown): Fill =>
  (result, _request, labels) => {
    if (labels[name] !== undefined) result[name] = read(labels[name]);
  };

function headerFill(model: ServiceModel, name: string, header: string, target: Shape, misfit: Misfit): Fill {
  if (target.type !== 'list') {
    const read = textReader(target, misfit);
    return (result, { headers }) => {
      const text = headers[header];
      if (text !== undefined) result[name] = read(text);
    };
  }
  const item = model.shapes[target.member.shape]!;
  const read = textReader(item, misfit);
  // An HTTP date holds a comma of its own.
  const dates = item.type === 'timestamp' && (item.format ?? 'http-date') === 'http-date';
  return (result, { headers }) => {
    const text = headers[header];
    if (text !== undefined && text !== '') result[name] = splitList(text, dates).map(read);
  };
}

/** Items of a list in one header; an item may be quoted. */
export function splitList(text: string, dates: boolean): string[] {
  if (dates) return text.split(/,\s*(?=[A-Z][a-z]{2},)/);
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|[^,]+/g)].map(([plain, quoted]) => (quoted === undefined ? plain.trim() : quoted.replace(/\\(.)/g, '$1')));
}

const prefixFill =
  (name: string, prefix: string): Fill =>
  (result, { headers }) => {
    let found: Record<string, unknown> | undefined;
    for (const header in headers) if (header.startsWith(prefix)) (found ??= {})[header.slice(prefix.length)] = headers[header];
    if (found) result[name] = found;
  };

function queryFill(model: ServiceModel, name: string, parameter: string, target: Shape, misfit: Misfit): Fill {
  if (target.type !== 'list') {
    const read = textReader(target, misfit);
    return (result, _request, _labels, query) => {
      const text = query?.get(parameter);
      if (text !== undefined && text !== null) result[name] = read(text);
    };
  }
  const read = textReader(model.shapes[target.member.shape]!, misfit);
  return (result, _request, _labels, query) => {
    if (query?.has(parameter)) result[name] = query.getAll(parameter).map(read);
  };
}

function allQueryFill(model: ServiceModel, name: string, target: Shape, taken: ReadonlySet<string>): Fill {
  const many = target.type === 'map' && model.shapes[target.value.shape]!.type === 'list';
  return (result, _request, _labels, query) => {
    const found: Record<string, unknown> = {};
    for (const key of query?.keys() ?? []) if (!taken.has(key)) found[key] = many ? query!.getAll(key) : query!.get(key)!;
    if (Object.keys(found).length > 0) result[name] = found;
  };
}

type Emit = (headers: Record<string, string>, output: Readonly<Record<string, unknown>>) => void;

/** Compiles what writes an output's header members. */
export function compileResponseHeaders(model: ServiceModel, shape: StructureShape): Emit[] {
  const emits: Emit[] = [];
  for (const [name, member] of Object.entries(shape.members)) {
    const target = model.shapes[member.shape]!;
    if (member.header) emits.push(headerEmit(name, member.header, headerText(model, target)));
    else if (member.prefixHeaders !== undefined) emits.push(prefixEmit(name, member.prefixHeaders));
  }
  return emits;
}

const headerEmit =
  (name: string, header: string, write: (value: unknown) => string): Emit =>
  (headers, output) => {
    const value = output[name];
    if (value !== undefined && value !== null) headers[header] = headerSafe(write(value));
  };

const prefixEmit =
  (name: string, prefix: string): Emit =>
  (headers, output) => {
    for (const [key, value] of Object.entries((output[name] as Record<string, string> | undefined) ?? {})) headers[prefix + key] = headerSafe(value);
  };

function headerText(model: ServiceModel, target: Shape): (value: unknown) => string {
  const format: TimestampFormat = 'http-date';
  if (target.type !== 'list') return textWriter(target, format);
  const write = textWriter(model.shapes[target.member.shape]!, format);
  return (value) => (value as readonly unknown[]).map((each) => quoted(write(each))).join(', ');
}

const quoted = (text: string): string => (/[",]/.test(text) && !/^[A-Z][a-z]{2}, \d/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text);

/** A header holds one line of Latin-1; what does not fit goes out as the UTF-8 bytes that clients decode. */
const headerSafe = (text: string): string => {
  const line = /[\r\n\0]/.test(text) ? text.replace(/[\r\n\0]+/g, ' ') : text;
  return /[^\x00-\xff]/.test(line) ? Buffer.from(line, 'utf8').toString('latin1') : line;
};

/** The member that is the whole body, if there is one. */
export function payloadMember(shape: StructureShape): readonly [string, Member] | undefined {
  return Object.entries(shape.members).find(([, member]) => member.payload);
}

export function statusMember(shape: StructureShape): string | undefined {
  return Object.entries(shape.members).find(([, member]) => member.statusCode)?.[0];
}

export function structureAt(model: ServiceModel, index: number): StructureShape {
  const shape = model.shapes[index]!;
  if (shape.type !== 'structure') throw new TypeError(`${model.service}: shape ${index} is no structure`);
  return shape;
}

