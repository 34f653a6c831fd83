import type { ListShape, MapShape, Member, ServiceModel, StructureShape } from '../model.js';
import { textWriter, type TextWrite } from './textScalar.js';
import { escapeXml } from './xml.js';

/** Writes the inside of an element. */
export type XmlWrite = (value: unknown) => string;

/** Compiles writers of a model's shapes, each once. */
export class XmlWriters {
  private readonly writers = new Map<number, XmlWrite>();

  /** `milliseconds`: write `.000Z`, as S3 does. */
  constructor(
    private readonly model: ServiceModel,
    private readonly milliseconds: boolean,
  ) {}

  /** What stands between the tags of an element that holds the shape. */
  content(index: number): XmlWrite {
    const known = this.writers.get(index);
    if (known) return known;
    // A recursive shape meets this stand-in, which by then leads to the finished writer.
    this.writers.set(index, (value) => finished(value));
    const finished = this.build(index);
    this.writers.set(index, finished);
    return finished;
  }

  private build(index: number): XmlWrite {
    const shape = this.model.shapes[index]!;
    if (shape.type === 'structure') return this.structure(shape, () => true);
    if (shape.type === 'list') return this.items(shape, shape.member.xmlName ?? 'member');
    if (shape.type === 'map') return this.entries(shape, 'entry');
    const write = this.scalar(index);
    return (value) => escapeXml(write(value));
  }

  private scalar(index: number): TextWrite {
    return textWriter(this.model.shapes[index]!, 'date-time', this.milliseconds);
  }

  structure(shape: StructureShape, belongs: (member: Member) => boolean): XmlWrite {
    const members = Object.entries(shape.members)
      .filter(([, member]) => belongs(member) && !member.attribute)
      .map(([name, member]) => ({ name, write: this.member(name, member) }));
    return (value) => {
      let text = '';
      for (const { name, write } of members) {
        const held = (value as Record<string, unknown>)[name];
        if (held !== undefined && held !== null) text += write(held);
      }
      return text;
    };
  }

  /** The whole element, or elements where it is flattened. */
  member(memberName: string, member: Member): XmlWrite {
    const name = member.xmlName ?? memberName;
    const shape = this.model.shapes[member.shape]!;
    if (member.flattened && shape.type === 'list') return this.items(shape, name);
    if (member.flattened && shape.type === 'map') return this.entries(shape, name);
    const content = this.content(member.shape);
    const attributes = this.attributes(member);
    if (!attributes) return (value) => `<${name}>${content(value)}</${name}>`;
    return (value) => `<${name}${attributes(value)}>${content(value)}</${name}>`;
  }

  /** Namespaces declared on the element and members written as attributes. */
  private attributes(member: Member): XmlWrite | undefined {
    const shape = this.model.shapes[member.shape]!;
    const namespaces = [member.xmlNamespace, shape.type === 'structure' ? shape.xmlNamespace : undefined];
    const declared = namespaces.flatMap((found) => (found ? [` xmlns${found[0] ? `:${found[0]}` : ''}="${escapeXml(found[1])}"`] : []))[0] ?? '';
    const held = shape.type === 'structure' ? Object.entries(shape.members).filter(([, each]) => each.attribute) : [];
    if (declared === '' && held.length === 0) return undefined;
    return (value) => {
      let text = declared;
      for (const [name, each] of held) {
        const attribute = (value as Record<string, unknown>)[name];
        if (attribute !== undefined && attribute !== null) text += ` ${each.xmlName ?? name}="${escapeXml(String(attribute))}"`;
      }
      return text;
    };
  }

  private items(shape: ListShape, name: string): XmlWrite {
    const write = this.member(name, { ...shape.member, xmlName: name });
    return (value) => {
      let text = '';
      for (const held of value as readonly unknown[]) if (held !== undefined && held !== null) text += write(held);
      return text;
    };
  }

  private entries(shape: MapShape, name: string): XmlWrite {
    const keyName = shape.key.xmlName ?? 'key';
    const write = this.member('value', shape.value);
    return (value) => {
      let text = '';
      for (const [key, held] of Object.entries(value as object)) {
        if (held !== undefined && held !== null) text += `<${name}><${keyName}>${escapeXml(key)}</${keyName}>${write(held)}</${name}>`;
      }
      return text;
    };
  }
}
