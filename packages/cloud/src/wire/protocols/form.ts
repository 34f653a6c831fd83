import type { ListShape, MapShape, Member, ServiceModel, StructureShape } from '../model.js';
import { put } from './codec.js';
import { textReader, type Misfit } from './textScalar.js';

/** Form parameters as the tree that their dotted names make. */
export interface FormNode {
  text: string | undefined;
  parts: Map<string, FormNode> | undefined;
}

const deepest = 40;

const decodePart = (raw: string): string => {
  const spaced = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

/** Adds the parameters of a form or a query string to the tree. Names nested too deep are left out, as unknown ones are. */
export function parseForm(source: string, root: FormNode = { text: undefined, parts: undefined }): FormNode {
  let at = 0;
  while (at < source.length) {
    let end = source.indexOf('&', at);
    if (end < 0) end = source.length;
    const equals = source.indexOf('=', at);
    const split = equals < 0 || equals > end ? end : equals;
    const name = decodePart(source.slice(at, split));
    if (name !== '') place(root, name, decodePart(source.slice(split + 1, end)));
    at = end + 1;
  }
  return root;
}

function place(root: FormNode, name: string, text: string): void {
  let node = root;
  const parts = name.split('.');
  if (parts.length > deepest) return;
  for (const part of parts) {
    node.parts ??= new Map();
    let next = node.parts.get(part);
    if (!next) node.parts.set(part, (next = { text: undefined, parts: undefined }));
    node = next;
  }
  node.text = text;
}

export type FormRead = (node: FormNode) => unknown;

/** Compiles readers of a model's shapes in the Query protocol, each once. */
export class FormReaders {
  private readonly readers = new Map<number, FormRead>();

  constructor(
    private readonly model: ServiceModel,
    private readonly misfit: Misfit,
  ) {}

  shape(index: number): FormRead {
    const known = this.readers.get(index);
    if (known) return known;
    // A recursive shape meets this stand-in, which by then leads to the finished reader.
    this.readers.set(index, (node) => finished(node));
    const finished = this.build(index);
    this.readers.set(index, finished);
    return finished;
  }

  private build(index: number): FormRead {
    const shape = this.model.shapes[index]!;
    if (shape.type === 'structure') return this.structure(shape);
    if (shape.type === 'list') return this.list(shape, false);
    if (shape.type === 'map') return this.map(shape, false);
    const read = textReader(shape, this.misfit);
    return ({ text }) => (text === undefined ? undefined : read(text));
  }

  private structure(shape: StructureShape): FormRead {
    const members = Object.entries(shape.members).map(([name, member]) => ({
      name,
      key: member.xmlName ?? name,
      read: this.member(member),
    }));
    return ({ parts }) => {
      const result: Record<string, unknown> = {};
      if (!parts) return result;
      for (const { name, key, read } of members) {
        const node = parts.get(key);
        const value = node && read(node);
        if (value !== undefined) result[name] = value;
      }
      return result;
    };
  }

  private member(member: Member): FormRead {
    const shape = this.model.shapes[member.shape]!;
    if (member.flattened && shape.type === 'list') return this.list(shape, true);
    if (member.flattened && shape.type === 'map') return this.map(shape, true);
    return this.shape(member.shape);
  }

  /** `NAME.member.N`, or `NAME.N` where flattened; `NAME=` is the empty list. */
  private list({ member }: ListShape, flattened: boolean): FormRead {
    const read = this.shape(member.shape);
    const step = flattened ? undefined : (member.xmlName ?? 'member');
    return (node) => numbered(step === undefined ? node : node.parts?.get(step)).map(read).filter((value) => value !== undefined);
  }

  /** `NAME.entry.N.key`, or `NAME.N.key` where flattened. */
  private map({ key, value }: MapShape, flattened: boolean): FormRead {
    const read = this.shape(value.shape);
    const [keyName, valueName] = [key.xmlName ?? 'key', value.xmlName ?? 'value'];
    return (node) => {
      const result: Record<string, unknown> = {};
      for (const { parts } of numbered(flattened ? node : node.parts?.get('entry'))) {
        const name = parts?.get(keyName)?.text;
        const held = parts?.get(valueName);
        const content = held && read(held);
        if (name !== undefined && content !== undefined) put(result, name, content);
      }
      return result;
    };
  }
}

/** Children by number, in order; gaps close up. */
function numbered(node: FormNode | undefined): FormNode[] {
  if (!node?.parts) return [];
  const found: [number, FormNode][] = [];
  for (const [name, child] of node.parts) if (/^\d{1,9}$/.test(name)) found.push([Number(name), child]);
  return found.sort(([a], [b]) => a - b).map(([, child]) => child);
}
