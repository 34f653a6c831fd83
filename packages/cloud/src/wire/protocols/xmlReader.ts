import type { ListShape, MapShape, Member, ServiceModel, StructureShape } from '../model.js';
import { put } from './codec.js';
import { textReader, type Misfit } from './textScalar.js';
import type { XmlElement } from './xml.js';

/** Reads an element into the SDK's form of a shape. */
export type XmlRead = (element: XmlElement) => unknown;

type Take = (result: Record<string, unknown>, element: XmlElement) => void;

/** Compiles readers of a model's shapes, each once. */
export class XmlReaders {
  private readonly readers = new Map<number, XmlRead>();

  constructor(
    private readonly model: ServiceModel,
    private readonly misfit: Misfit,
  ) {}

  shape(index: number): XmlRead {
    const known = this.readers.get(index);
    if (known) return known;
    // A recursive shape meets this stand-in, which by then leads to the finished reader.
    this.readers.set(index, (element) => finished(element));
    const finished = this.build(index);
    this.readers.set(index, finished);
    return finished;
  }

  private build(index: number): XmlRead {
    const shape = this.model.shapes[index]!;
    if (shape.type === 'structure') return this.structure(shape, () => true);
    if (shape.type === 'list') return this.list(shape);
    if (shape.type === 'map') return this.map(shape);
    const read = textReader(shape, this.misfit);
    return ({ text }) => read(text);
  }

  structure(shape: StructureShape, belongs: (member: Member) => boolean): XmlRead {
    const takes = new Map<string, Take>();
    const attributes: [string, string][] = [];
    for (const [name, member] of Object.entries(shape.members)) {
      if (!belongs(member)) continue;
      if (member.attribute) attributes.push([name, member.xmlName ?? name]);
      else takes.set(member.xmlName ?? name, this.take(name, member));
    }
    return (element) => {
      const result: Record<string, unknown> = {};
      for (const child of element.children) takes.get(child.name)?.(result, child);
      for (const [name, attribute] of attributes) {
        if (element.attributes[attribute] !== undefined) result[name] = element.attributes[attribute];
      }
      return result;
    };
  }

  private take(name: string, member: Member): Take {
    const shape = this.model.shapes[member.shape]!;
    if (member.flattened && shape.type === 'list') {
      const read = this.shape(shape.member.shape);
      return (result, element) => void ((result[name] ??= []) as unknown[]).push(read(element));
    }
    if (member.flattened && shape.type === 'map') {
      const entry = this.entry(shape);
      return (result, element) => entry((result[name] ??= {}) as Record<string, unknown>, element);
    }
    const read = this.shape(member.shape);
    return (result, element) => {
      result[name] = read(element);
    };
  }

  private list({ member }: ListShape): XmlRead {
    const read = this.shape(member.shape);
    const name = member.xmlName ?? 'member';
    return ({ children }) => children.filter((child) => child.name === name).map(read);
  }

  private map(shape: MapShape): XmlRead {
    const entry = this.entry(shape);
    return ({ children }) => {
      const result: Record<string, unknown> = {};
      for (const child of children) if (child.name === 'entry') entry(result, child);
      return result;
    };
  }

  private entry({ key, value }: MapShape): Take {
    const read = this.shape(value.shape);
    const [keyName, valueName] = [key.xmlName ?? 'key', value.xmlName ?? 'value'];
    return (result, { children }) => {
      const found = children.find((child) => child.name === keyName);
      const held = children.find((child) => child.name === valueName);
      if (found && held) put(result, found.text, read(held));
    };
  }
}
