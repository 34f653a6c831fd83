import type { OperationModel, ServiceModel } from './model.js';
import type { Labels } from './protocols/codec.js';

/** An operation found by method, path and query. */
export interface RestMatch {
  readonly operation: string;
  readonly labels: Labels;
}

/** What sets operations on one path apart. */
interface Candidate {
  readonly operation: string;
  /** Parameters that the query must have: `?policy`, `?list-type=2`. */
  readonly constants: readonly (readonly [string, string | undefined])[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  /** Value of `x-id`, with which SDKs tell twins apart. */
  readonly id: string | undefined;
  /** Names of the path's labels, in order: operations on one path may name them differently. */
  readonly labels: readonly string[];
}

interface Node {
  readonly literals: Map<string, Node>;
  label: Node | undefined;
  /** `{Key+}`: takes the rest. */
  greedy: Map<string, Candidate[]> | undefined;
  readonly byMethod: Map<string, Candidate[]>;
}

const node = (): Node => ({ literals: new Map(), label: undefined, greedy: undefined, byMethod: new Map() });

/** The paths of a REST service as a tree of segments. */
export class RestRouter {
  private readonly root = node();
  /** S3's keys may end in a slash; elsewhere a slash at the end means nothing. */
  private readonly exact: boolean;

  constructor(private readonly model: ServiceModel) {
    this.exact = model.service === 's3';
    for (const [name, operation] of Object.entries(model.operations)) if (operation.http) this.add(name, operation);
  }

  private add(name: string, operation: OperationModel): void {
    const { method, uri } = operation.http!;
    const [path, query = ''] = uri.split('?') as [string, string?];
    const segments = path.split('/').filter((each) => each !== '');
    const labels = segments.flatMap((segment) => /^\{([^}+]+)\+?\}$/.exec(segment)?.[1] ?? []);
    const candidate = this.candidate(name, operation.input, query, labels);
    let at = this.root;
    for (const segment of segments) {
      if (segment.endsWith('+}')) {
        insert((at.greedy ??= new Map()), method, candidate);
        return;
      }
      at = segment.startsWith('{') ? (at.label ??= node()) : literal(at, segment);
    }
    insert(at.byMethod, method, candidate);
  }

  private candidate(operation: string, input: number, query: string, labels: readonly string[]): Candidate {
    const shape = this.model.shapes[input]!;
    const constants: [string, string | undefined][] = [];
    let id: string | undefined;
    for (const part of query.split('&').filter((each) => each !== '')) {
      const [name, value] = part.split('=') as [string, string?];
      if (name === 'x-id') id = value;
      else constants.push([name, value]);
    }
    const required = shape.type === 'structure' ? (shape.required ?? []).map((name) => shape.members[name]!) : [];
    return {
      operation,
      constants,
      requiredQuery: required.flatMap(({ query: name }) => (name ? [name] : [])),
      // Where the query names the operation outright, a missing header is an error and not another operation.
      requiredHeaders: constants.length > 0 ? [] : required.flatMap(({ header }) => (header ? [header.toLowerCase()] : [])),
      id,
      labels,
    };
  }

  /** `path` is as sent, percent-encoded. Undefined where no operation fits. */
  find(method: string, path: string, query: string, headers: Readonly<Record<string, string>>): RestMatch | undefined {
    const segments = path.slice(1).split('/');
    if (segments.at(-1) === '' && (!this.exact || segments.length <= 2)) segments.pop();
    const parameters = query === '' ? noParameters : new URLSearchParams(query);
    const values: string[] = [];
    const found = this.walk(this.root, segments, 0, values, (byMethod) => choose(byMethod.get(method), parameters, headers));
    if (!found) return undefined;
    const labels: Record<string, string> = {};
    found.labels.forEach((name, at) => (labels[name] = decode(values[at]!)));
    return { operation: found.operation, labels };
  }

  /** Leaves the labels' raw values, in order, where it finds something. */
  private walk(at: Node, segments: readonly string[], depth: number, values: string[], pick: Pick): Candidate | undefined {
    if (depth === segments.length) return pick(at.byMethod);
    const segment = segments[depth]!;
    const literal = at.literals.get(segment);
    const found = literal && this.walk(literal, segments, depth + 1, values, pick);
    if (found) return found;
    const above = values.length;
    if (at.label && segment !== '') {
      values.push(segment);
      const deeper = this.walk(at.label, segments, depth + 1, values, pick);
      if (deeper) return deeper;
      values.length = above;
    }
    const greedy = at.greedy && pick(at.greedy);
    if (greedy) values.push(segments.slice(depth).join('/'));
    return greedy;
  }
}

type Pick = (byMethod: ReadonlyMap<string, Candidate[]>) => Candidate | undefined;

const noParameters = new URLSearchParams();

function literal(at: Node, segment: string): Node {
  const known = at.literals.get(segment);
  if (known) return known;
  const made = node();
  at.literals.set(segment, made);
  return made;
}

/** The one that asks most comes first. */
function insert(byMethod: Map<string, Candidate[]>, method: string, candidate: Candidate): void {
  const list = byMethod.get(method) ?? [];
  list.push(candidate);
  list.sort((a, b) => demands(b) - demands(a));
  byMethod.set(method, list);
}

const demands = ({ constants, requiredQuery, requiredHeaders }: Candidate): number =>
  constants.length * 2 + requiredQuery.length + requiredHeaders.length;

function choose(list: readonly Candidate[] | undefined, parameters: URLSearchParams, headers: Readonly<Record<string, string>>): Candidate | undefined {
  if (!list) return undefined;
  if (list.length === 1 && demands(list[0]!) === 0) return list[0];
  const id = parameters.get('x-id');
  const fits = (candidate: Candidate) =>
    candidate.constants.every(([name, value]) => (value === undefined ? parameters.has(name) : parameters.get(name) === value)) &&
    candidate.requiredQuery.every((name) => parameters.has(name)) &&
    candidate.requiredHeaders.every((name) => headers[name] !== undefined);
  const fitting = list.filter(fits);
  const best = fitting.find((candidate) => id !== null && candidate.id === id) ?? fitting[0];
  // A path with one operation keeps it: what is missing is for the validation to say.
  return best ?? (list.length === 1 && list[0]!.constants.length === 0 ? list[0] : undefined);
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
