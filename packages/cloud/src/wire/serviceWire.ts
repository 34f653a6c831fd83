import { loadModel } from '../generated/index.js';
import type { Protocol, ServiceModel } from './model.js';
import type { ProtocolCodec } from './protocols/codec.js';
import { JsonProtocol } from './protocols/json.js';
import { QueryProtocol } from './protocols/query.js';
import { RestJsonProtocol } from './protocols/restJson.js';
import { RestXmlProtocol } from './protocols/restXml.js';
import { RpcCborProtocol } from './protocols/rpcCbor.js';
import { RestRouter } from './restRouter.js';

const protocols: Readonly<Record<Protocol, (model: ServiceModel) => ProtocolCodec>> = {
  'json-1.0': (model) => new JsonProtocol(model, '1.0'),
  'json-1.1': (model) => new JsonProtocol(model, '1.1'),
  query: (model) => new QueryProtocol(model),
  'rest-json': (model) => new RestJsonProtocol(model),
  'rest-xml': (model) => new RestXmlProtocol(model),
  cbor: (model) => new RpcCborProtocol(model),
};

/** A service as it speaks: its model and its protocols' codecs, each compiled on first use. */
export class ServiceWire {
  private readonly codecs = new Map<Protocol, ProtocolCodec>();

  private router: RestRouter | undefined;

  constructor(readonly model: ServiceModel) {}

  /** Of a REST service: its operations by path. */
  get paths(): RestRouter {
    return (this.router ??= new RestRouter(this.model));
  }

  protocol(protocol: Protocol): ProtocolCodec {
    const known = this.codecs.get(protocol);
    if (known) return known;
    const codec = protocols[protocol](this.model);
    this.codecs.set(protocol, codec);
    return codec;
  }
}

/** Code, not state: shared by every cloud of the process. */
const loaded = new Map<string, ServiceWire>();
const loading = new Map<string, Promise<ServiceWire>>();

/** At once where the service has been used before. */
export function serviceWire(name: string): ServiceWire | Promise<ServiceWire> {
  const ready = loaded.get(name) ?? loading.get(name);
  if (ready) return ready;
  const promise = loadModel(name).then((model) => {
    const wire = new ServiceWire(model);
    loaded.set(name, wire);
    loading.delete(name);
    return wire;
  });
  loading.set(name, promise);
  return promise;
}
