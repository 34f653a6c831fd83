import { AwsError } from '../../kernel/errors.js';
import type { HttpResponse } from '../../kernel/http.js';
import type { ServiceModel, StructureShape } from '../model.js';
import type { OperationCodec, ProtocolCodec } from './codec.js';
import { FaultIndex } from './faults.js';
import { compileRestOperation, type BodyFormat } from './rest.js';
import { inBody, inOutputBody } from './restBindings.js';
import { escapeXml, parseXml, XmlError, type XmlElement } from './xml.js';
import { XmlReaders } from './xmlReader.js';
import { XmlWriters } from './xmlWriter.js';

const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** One text for everything that is wrong with an XML body, as S3 has it. */
const malformed = () => new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');

function parse(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (error instanceof XmlError) throw malformed();
    throw error;
  }
}

/** REST-XML as S3 speaks it: errors without a wrapper. */
export class RestXmlProtocol implements ProtocolCodec {
  private readonly faults: FaultIndex;
  private readonly format: BodyFormat;
  private readonly operations = new Map<string, OperationCodec>();

  constructor(private readonly model: ServiceModel) {
    const readers = new XmlReaders(model, () => malformed());
    const writers = new XmlWriters(model, true);
    const xmlns = ` xmlns="${escapeXml(model.xmlNamespace)}"`;
    this.faults = new FaultIndex(model);
    this.format = {
      contentType: 'application/xml',
      blobType: 'binary/octet-stream',
      misfit: (text, wanted) => new AwsError('InvalidArgument', `${text} is not a valid ${wanted}`),
      readMembers(shape) {
        const read = readers.structure(shape, inBody);
        return (text) => read(parse(text)) as Record<string, unknown>;
      },
      readPayload(member) {
        const read = readers.shape(member.shape);
        return (text) => read(parse(text));
      },
      writeMembers: (shape, operation) => this.writeMembers(writers, shape, operation, xmlns),
      writePayload(name, member) {
        const target = model.shapes[member.shape]!;
        const root = member.xmlName ?? (target.type === 'structure' ? (target.xmlName ?? target.name) : name);
        const write = writers.content(member.shape);
        return (value) => `${prolog}<${root}${xmlns}>${write(value)}</${root}>`;
      },
      baseHeaders,
    };
  }

  /** GetBucketLocation's one member is its document element itself. */
  private writeMembers(writers: XmlWriters, shape: StructureShape, operation: string, xmlns: string): (output: Readonly<Record<string, unknown>>) => string {
    const root = shape.xmlName ?? `${operation}Result`;
    if (operation === 'GetBucketLocation') {
      return (output) => `${prolog}<${root}${xmlns}>${escapeXml(String(output['LocationConstraint'] ?? ''))}</${root}>`;
    }
    const write = writers.structure(shape, inOutputBody);
    return (output) => `${prolog}<${root}${xmlns}>${write(output)}</${root}>`;
  }

  operation(name: string): OperationCodec | undefined {
    const known = this.operations.get(name);
    if (known) return known;
    if (!Object.hasOwn(this.model.operations, name)) return undefined;
    const codec = compileRestOperation(this.model, this.model.operations[name]!, name, this.format);
    this.operations.set(name, codec);
    return codec;
  }

  unknownOperation(): AwsError {
    return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', { statusCode: 405 });
  }

  error(error: AwsError, requestId: string): HttpResponse {
    const fault = this.faults.describe(error);
    if (fault.status === 304) return notModified(error, requestId);
    let members = '';
    for (const [name, value] of Object.entries(error.members)) {
      if (typeof value === 'string' || typeof value === 'number') members += `<${name}>${escapeXml(String(value))}</${name}>`;
    }
    const ids = `<RequestId>${requestId}</RequestId><HostId>${hostId(requestId)}</HostId>`;
    const body = `${prolog}<Error><Code>${escapeXml(fault.queryCode)}</Code><Message>${escapeXml(error.message)}</Message>${members}${ids}</Error>`;
    return { status: fault.status, headers: { ...baseHeaders(requestId), 'Content-Type': 'application/xml' }, body };
  }
}

/** No error to a client that asked whether something changed: headers, no body. */
function notModified({ members }: AwsError, requestId: string): HttpResponse {
  const headers: Record<string, string> = baseHeaders(requestId);
  for (const [name, value] of Object.entries(members)) if (typeof value === 'string') headers[name] = value;
  return { status: 304, headers, body: '' };
}

/** S3's second identifier, opaque to everyone. */
const hostId = (requestId: string): string => Buffer.from(`terrella ${requestId}`).toString('base64');

const baseHeaders = (requestId: string): Record<string, string> => ({ 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) });
