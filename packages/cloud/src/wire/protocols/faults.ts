import { AwsError } from '../../kernel/errors.js';
import type { ServiceModel } from '../model.js';

/** A value of the wrong type or a body that cannot be read. */
export const serialization = (message: string): AwsError => new AwsError('SerializationException', message);

/** Faults that AWS's front end gives by itself, whatever the service. */
const frontEnd: Readonly<Record<string, string>> = {
  SerializationException: 'com.amazon.coral.service#',
  UnknownOperationException: 'com.amazon.coral.service#',
  UnrecognizedClientException: 'com.amazon.coral.service#',
  InvalidSignatureException: 'com.amazon.coral.service#',
  ExpiredTokenException: 'com.amazon.coral.service#',
  MissingAuthenticationTokenException: 'com.amazon.coral.service#',
  IncompleteSignatureException: 'com.amazon.coral.service#',
  AccessDeniedException: 'com.amazon.coral.service#',
  ThrottlingException: 'com.amazon.coral.availability#',
  ValidationException: 'com.amazon.coral.validate#',
};

/** An error as the wire needs it: its names in both worlds and its status. */
export interface WireFault {
  readonly shapeName: string;
  readonly queryCode: string;
  readonly status: number;
  readonly sender: boolean;
  /** Index of the modelled shape. */
  readonly shape: number | undefined;
  /** Prefix of `__type`. */
  readonly namespace: string;
}

/** Finds an error of a model by its shape's name or by its Query code: services may use either. */
export class FaultIndex {
  private readonly byQueryCode = new Map<string, string>();

  constructor(private readonly model: ServiceModel) {
    for (const [name, index] of Object.entries(model.errors)) {
      const shape = model.shapes[index]!;
      if (shape.type === 'structure' && shape.error?.query) this.byQueryCode.set(shape.error.query[0], name);
    }
  }

  describe(error: AwsError): WireFault {
    const name = this.model.errors[error.code] === undefined ? this.byQueryCode.get(error.code) : error.code;
    const index = name === undefined ? undefined : this.model.errors[name];
    const shape = index === undefined ? undefined : this.model.shapes[index];
    if (name === undefined || shape?.type !== 'structure' || !shape.error) return this.unmodelled(error);
    const status = error.statusCode === 400 ? shape.error.status : error.statusCode;
    return {
      shapeName: name,
      queryCode: shape.error.query?.[0] ?? name,
      status,
      sender: status < 500,
      shape: index,
      namespace: this.model.errorNamespace,
    };
  }

  private unmodelled(error: AwsError): WireFault {
    const { code, statusCode } = error;
    const namespace = this.model.errorNamespace === '' ? '' : (frontEnd[code] ?? this.model.errorNamespace);
    return { shapeName: code, queryCode: code, status: statusCode, sender: statusCode < 500, shape: undefined, namespace };
  }
}
