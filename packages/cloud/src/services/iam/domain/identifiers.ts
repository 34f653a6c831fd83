import type { Ids } from '../../../kernel/random.js';

/** Prefixes of unique ids. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export type IdPrefix = 'AROA' | 'AIDA' | 'AGPA' | 'ANPA' | 'AIPA';

export const uniqueId = (ids: Ids, prefix: IdPrefix): string => prefix + ids.upper(17);
