import { notImplemented } from '../../../kernel/errors.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { invalidResourceId } from '../errors.js';
import { parameterNamed } from './find.js';
import { referencedArn } from './names.js';
import type { Named } from './parameter.js';

interface TaggedInput {
  readonly ResourceType: string | undefined;
  readonly ResourceId: string | undefined;
}

export const taggedArn = ({ ResourceType, ResourceId }: TaggedInput, scope: Scope): string | undefined =>
  ResourceType === 'Parameter' ? referencedArn(scope, ResourceId!) : undefined;

/** The parameter whose tags are meant. Throws InvalidResourceId. */
export function taggedParameter(ctx: Context, { ResourceType, ResourceId }: TaggedInput): Named {
  if (ResourceType !== 'Parameter') throw notImplemented(`tags of Systems Manager resources of type ${ResourceType}`);
  const found = parameterNamed(ctx, ResourceId!);
  if (!found) throw invalidResourceId();
  return found;
}
