import { badRequest, conflict, resourceNotFound } from '../errors.js';
import { listingWording } from './patch.js';
import type { PatchRule } from './patch.js';
import type { ResourceRecord } from './state.js';

/** The resources of one API, by id. */
export type Tree = ReadonlyMap<string, ResourceRecord>;

const pathPartForm = /^(?:[a-zA-Z0-9._:-]+|\{[a-zA-Z0-9._:-]+\+?\})$/;

export function checkPathPart(pathPart: string): void {
  if (!pathPartForm.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
}

const isVariable = (pathPart: string | undefined): boolean => pathPart?.startsWith('{') ?? false;
const isGreedy = (pathPart: string | undefined): boolean => pathPart?.endsWith('+}') ?? false;

export const childrenOf = (tree: Tree, parentId: string): ResourceRecord[] => [...tree.values()].filter((resource) => resource.parentId === parentId);

/** The resource and everything below it. */
export function subtree(tree: Tree, id: string): ResourceRecord[] {
  const found: ResourceRecord[] = [];
  const pending = [id];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(tree.get(next)!);
    for (const child of childrenOf(tree, next)) pending.push(child.id);
  }
  return found;
}

const pathBelow = (parent: ResourceRecord, pathPart: string): string => `${parent.path === '/' ? '' : parent.path}/${pathPart}`;

/** Whether a resource of this name may stand below this parent; `self` is the one that moves there. */
export function checkPlace(tree: Tree, parent: ResourceRecord, pathPart: string, self?: string): void {
  if (isGreedy(parent.pathPart)) throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  for (const sibling of childrenOf(tree, parent.id)) {
    if (sibling.id === self) continue;
    if (sibling.pathPart === pathPart) throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
    if (isVariable(sibling.pathPart) && isVariable(pathPart) && isGreedy(sibling.pathPart) === isGreedy(pathPart)) {
      throw badRequest(`A sibling (${sibling.pathPart}) of this resource already has a variable path part -- only one is allowed`);
    }
  }
}

export function newResource(tree: Tree, id: string, parent: ResourceRecord, pathPart: string): ResourceRecord {
  checkPathPart(pathPart);
  checkPlace(tree, parent, pathPart);
  return { id, parentId: parent.id, pathPart, path: pathBelow(parent, pathPart), methods: {} };
}

/** What a patch of a resource asks for. */
export interface Move {
  readonly parentId?: string;
  readonly pathPart?: string;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateResource-Patch */
export const resourceRules: readonly PatchRule<Move>[] = [
  { path: '/parentId', replace: (move, value) => ({ ...move, parentId: value ?? '' }) },
  { path: '/pathPart', replace: (move, value) => ({ ...move, pathPart: value ?? '' }) },
];

export const resourceWording = listingWording<Move>();

/** Every resource that a move changes, with its new path. */
export function moveResource(tree: Tree, resource: ResourceRecord, move: Move): ResourceRecord[] {
  if (resource.parentId === undefined) {
    if (move.pathPart !== undefined) throw badRequest('Root resource cannot update its pathPart.');
    if (move.parentId !== undefined) throw badRequest('Root resource cannot update its parentId.');
    return [];
  }
  const parent = tree.get(move.parentId ?? resource.parentId);
  if (!parent) throw resourceNotFound();
  const below = subtree(tree, resource.id);
  if (below.some(({ id }) => id === parent.id)) throw badRequest('Resources cannot be cyclical.');
  const pathPart = move.pathPart ?? resource.pathPart!;
  checkPathPart(pathPart);
  checkPlace(tree, parent, pathPart, resource.id);
  const path = pathBelow(parent, pathPart);
  return below.map((each) =>
    each.id === resource.id ? { ...each, parentId: parent.id, pathPart, path } : { ...each, path: path + each.path.slice(resource.path.length) },
  );
}
