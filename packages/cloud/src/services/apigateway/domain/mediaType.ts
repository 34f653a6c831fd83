/** `application/json` of `Application/JSON; charset=utf-8`. */
export const essence = (contentType: string): string => contentType.split(';', 1)[0]!.trim().toLowerCase();

/** Whether a media type is among the patterns, `*` standing for anything in its half. */
export function isAmong(patterns: readonly string[], mediaType: string): boolean {
  const type = essence(mediaType);
  const slash = type.indexOf('/');
  for (const pattern of patterns) {
    const wanted = essence(pattern);
    if (wanted === '*/*' || wanted === type) return true;
    if (wanted.endsWith('/*') && slash > 0 && wanted.slice(0, -1) === type.slice(0, slash + 1)) return true;
  }
  return false;
}

/** The first type of an Accept header. */
export const firstAccepted = (accept: string | undefined): string | undefined => accept?.split(',', 1)[0]!.trim();
