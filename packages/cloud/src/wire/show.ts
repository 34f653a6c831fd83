import type { ServiceModel } from './model.js';

/** A value as AWS prints it in a validation error: Java's `toString`. */
export function show(model: ServiceModel, index: number, value: unknown): string {
  if (value === undefined || value === null) return 'null';
  const shape = model.shapes[index]!;
  if (shape.type === 'list' && Array.isArray(value)) {
    return `[${value.map((each) => show(model, shape.member.shape, each)).join(', ')}]`;
  }
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.byteLength} cap=${value.byteLength}]`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return String(value);
  const held = value as Record<string, unknown>;
  if (shape.type === 'map') {
    return `{${Object.entries(held).map(([key, each]) => `${key}=${show(model, shape.value.shape, each)}`).join(', ')}}`;
  }
  if (shape.type !== 'structure') return JSON.stringify(value);
  const members = Object.entries(shape.members).map(([name, member]) => {
    const shown = member.sensitive && held[name] !== undefined ? '***Sensitive Data Redacted***' : show(model, member.shape, held[name]);
    return `${name.charAt(0).toLowerCase()}${name.slice(1)}=${shown}`;
  });
  return `${shape.name}(${members.join(', ')})`;
}
