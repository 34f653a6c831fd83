import type { ResourceRecord } from '../domain/state.js';

/** One place in the tree of an API's paths. */
interface Place<M> {
  readonly below: Map<string, Place<M>>;
  variable: { readonly name: string; readonly place: Place<M> } | undefined;
  greedy: { readonly name: string; readonly place: Place<M> } | undefined;
  resource: ResourceRecord | undefined;
  readonly methods: Map<string, M>;
}

export interface RouteMatch<M> {
  readonly resource: ResourceRecord;
  /** Undefined where the resource has neither the method nor ANY. */
  readonly method: M | undefined;
  /** As sent; null where the path has no variables. */
  readonly pathParameters: Record<string, string> | null;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html */
const coveredByAny = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

const newPlace = <M>(): Place<M> => ({ below: new Map(), variable: undefined, greedy: undefined, resource: undefined, methods: new Map() });

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Which resource a path reaches: a static part goes before `{name}`, and that before `{name+}`. */
export class Routes<M> {
  private readonly root = newPlace<M>();

  constructor(resources: readonly ResourceRecord[], compile: (resource: ResourceRecord, httpMethod: string) => M) {
    for (const resource of resources) {
      const place = this.placeOf(resource.path);
      place.resource = resource;
      for (const httpMethod of Object.keys(resource.methods)) place.methods.set(httpMethod, compile(resource, httpMethod));
    }
  }

  match(segments: readonly string[], httpMethod: string): RouteMatch<M> | undefined {
    const parameters: [string, string][] = [];
    const place = this.find(this.root, segments, 0, parameters);
    if (!place) return undefined;
    return {
      resource: place.resource!,
      method: place.methods.get(httpMethod) ?? (coveredByAny.has(httpMethod) ? place.methods.get('ANY') : undefined),
      pathParameters: parameters.length > 0 ? Object.fromEntries(parameters) : null,
    };
  }

  private placeOf(path: string): Place<M> {
    let place = this.root;
    if (path === '/') return place;
    for (const part of path.slice(1).split('/')) {
      if (part.startsWith('{') && part.endsWith('+}')) place = (place.greedy ??= { name: part.slice(1, -2), place: newPlace() }).place;
      else if (part.startsWith('{')) place = (place.variable ??= { name: part.slice(1, -1), place: newPlace() }).place;
      else {
        let next = place.below.get(part);
        if (!next) place.below.set(part, (next = newPlace()));
        place = next;
      }
    }
    return place;
  }

  /** A resource without any method is not there for callers: another way may still lead to one. */
  private find(place: Place<M>, segments: readonly string[], at: number, parameters: [string, string][]): Place<M> | undefined {
    if (at === segments.length) return place.resource && place.methods.size > 0 ? place : undefined;
    const segment = segments[at]!;
    const fixed = place.below.get(decodeSegment(segment));
    const found = fixed && this.find(fixed, segments, at + 1, parameters);
    if (found) return found;
    if (place.variable && segment !== '') {
      parameters.push([place.variable.name, segment]);
      const inside = this.find(place.variable.place, segments, at + 1, parameters);
      if (inside) return inside;
      parameters.pop();
    }
    if (place.greedy && place.greedy.place.methods.size > 0) {
      parameters.push([place.greedy.name, segments.slice(at).join('/')]);
      return place.greedy.place;
    }
    return undefined;
  }
}
