import { describe, expect, it } from 'vitest';
import { periodStart } from './usage.js';

const at = (text: string) => Date.parse(`${text}Z`);

describe('the period of a quota', () => {
  it.each<['DAY' | 'WEEK' | 'MONTH', number, string, string]>([
    ['DAY', 0, '2026-11-21T23:59:59', '2026-11-21T00:00:00'],
    ['WEEK', 0, '2026-11-21T12:00:00', '2026-11-15T00:00:00'],
    ['WEEK', 0, '2026-11-22T00:00:00', '2026-11-22T00:00:00'],
    ['WEEK', 1, '2026-11-22T12:00:00', '2026-11-16T00:00:00'],
    ['WEEK', 6, '2026-11-21T00:00:00', '2026-11-21T00:00:00'],
    ['MONTH', 0, '2026-11-21T12:00:00', '2026-11-01T00:00:00'],
    ['MONTH', 14, '2026-11-14T12:00:00', '2026-10-15T00:00:00'],
    ['MONTH', 14, '2026-01-03T12:00:00', '2025-12-15T00:00:00'],
    ['MONTH', 14, '2026-11-15T00:00:00', '2026-11-15T00:00:00'],
  ])('%s with offset %i at %s began at %s', (period, offset, now, began) => {
    expect(periodStart({ limit: 1, offset, period }, at(now))).toBe(at(began));
  });
});
