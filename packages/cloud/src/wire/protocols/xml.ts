/** An element of a parsed document. Prefixes of element names are dropped, those of attributes kept. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly inside, references resolved. */
  readonly text: string;
}

/** The text is not well-formed, or uses what AWS does not accept (a document type). */
export class XmlError extends Error {}

const deepest = 64;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const resolve = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);|&/g, (whole, reference: string | undefined) => {
        if (reference === undefined) throw new XmlError('a lone ampersand');
        if (reference[0] !== '#') return Object.hasOwn(named, reference) ? named[reference]! : fail(`unknown entity ${whole}`);
        const code = reference[1] === 'x' ? parseInt(reference.slice(2), 16) : parseInt(reference.slice(1), 10);
        return code <= 0x10ffff ? String.fromCodePoint(code) : fail('a character out of range');
      })
    : text;

function fail(message: string): never {
  throw new XmlError(message);
}

interface Open {
  name: string;
  rawName: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** Reads one document. Entities beyond the five of XML, and so their expansion, are refused. */
export function parseXml(source: string): XmlElement {
  return new XmlParser(source).document();
}

const nameAt = /[A-Za-z_:][\w:.-]*/y;
const attributeAt = /\s+([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEndAt = /\s*(\/?)>/y;

class XmlParser {
  private at = 0;
  private readonly stack: Open[] = [];
  private root: XmlElement | undefined;

  constructor(private readonly source: string) {
    if (source.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  document(): XmlElement {
    const { source } = this;
    while (this.at < source.length) {
      const next = source.indexOf('<', this.at);
      this.text(source.slice(this.at, next < 0 ? source.length : next));
      if (next < 0) break;
      this.at = next;
      this.markup();
    }
    if (this.stack.length > 0) fail(`${this.stack.at(-1)!.rawName} is not closed`);
    return this.root ?? fail('no element');
  }

  private text(raw: string): void {
    if (raw === '') return;
    const open = this.stack.at(-1);
    if (open) open.text += resolve(raw);
    else if (raw.trim() !== '') fail('text outside of the document element');
  }

  private markup(): void {
    const { source, at } = this;
    if (source.startsWith('<!--', at)) return this.skip('-->');
    if (source.startsWith('<?', at)) return this.skip('?>');
    if (source.startsWith('<![CDATA[', at)) {
      const end = source.indexOf(']]>', at);
      const open = this.stack.at(-1);
      if (end < 0 || !open) fail('a stray CDATA section');
      open.text += source.slice(at + 9, end);
      this.at = end + 3;
      return;
    }
    if (source.startsWith('<!', at)) fail('a document type is not accepted');
    if (source.startsWith('</', at)) this.close();
    else this.open();
  }

  private skip(end: string): void {
    const found = this.source.indexOf(end, this.at);
    if (found < 0) fail('an unfinished comment or instruction');
    this.at = found + end.length;
  }

  private name(): string {
    nameAt.lastIndex = this.at;
    const found = nameAt.exec(this.source);
    if (!found) fail('a name is missing');
    this.at = nameAt.lastIndex;
    return found[0];
  }

  private open(): void {
    if (this.root || this.stack.length >= deepest) fail(this.root ? 'a second document element' : 'nested too deep');
    this.at += 1;
    const rawName = this.name();
    const attributes: Record<string, string> = {};
    for (;;) {
      attributeAt.lastIndex = this.at;
      const found = attributeAt.exec(this.source);
      if (!found) break;
      attributes[found[1]!] = resolve(found[2] ?? found[3] ?? '');
      this.at = attributeAt.lastIndex;
    }
    tagEndAt.lastIndex = this.at;
    const end = tagEndAt.exec(this.source);
    if (!end) fail(`the tag ${rawName} is malformed`);
    this.at = tagEndAt.lastIndex;
    this.stack.push({ name: rawName.slice(rawName.indexOf(':') + 1), rawName, attributes, children: [], text: '' });
    if (end[1] === '/') this.finish();
  }

  private close(): void {
    this.at += 2;
    const rawName = this.name();
    if (this.stack.at(-1)?.rawName !== rawName) fail(`${rawName} closes nothing`);
    tagEndAt.lastIndex = this.at;
    const end = tagEndAt.exec(this.source);
    if (!end || end[1] === '/') fail(`the closing tag ${rawName} is malformed`);
    this.at = tagEndAt.lastIndex;
    this.finish();
  }

  private finish(): void {
    const element = this.stack.pop()!;
    const above = this.stack.at(-1);
    if (above) above.children.push(element);
    else this.root = element;
  }
}

const special = /[&<>"\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f]/;
const specials = /[&<>"\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f]/g;
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Safe as text and as a quoted attribute. */
export const escapeXml = (text: string): string =>
  special.test(text) ? text.replace(specials, (found) => escapes[found] ?? `&#x${found.charCodeAt(0).toString(16).toUpperCase()};`) : text;
