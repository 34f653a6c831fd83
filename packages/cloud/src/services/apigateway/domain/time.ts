/** Times as API Gateway answers them: whole seconds. */
export const dateOf = (atMs: number): Date => new Date(Math.floor(atMs / 1000) * 1000);
