/** Files and functions that are longer than the rule, by name, each with its reason. None may pass the hard limit. */
export const longFiles: Readonly<Record<string, string>> = {};

/** `path#function`. */
export const longFunctions: Readonly<Record<string, string>> = {};
