import { describe, expect, it } from 'vitest';
import { physicalName } from './names.js';

describe('physical names', () => {
  it.each([
    [{}, 'shop-OrdersQueue-A1B2C3D4E5F6'],
    [{ lowercase: true }, 'shop-ordersqueue-a1b2c3d4e5f6'],
    [{ suffix: '.fifo' }, 'shop-OrdersQueue-A1B2C3D4E5F6.fifo'],
    [{ maxLength: 29 }, 'shop-OrdersQueue-A1B2C3D4E5F6'],
    [{ maxLength: 24 }, 'shop-Orders-A1B2C3D4E5F6'],
    [{ maxLength: 20 }, 'sho-Ord-A1B2C3D4E5F6'],
    [{ maxLength: 24, suffix: '.fifo' }, 'sh-Ord-A1B2C3D4E5F6.fifo'],
  ])('%j', (options, name) => {
    expect(physicalName('shop', 'OrdersQueue', 'A1B2C3D4E5F6', options)).toBe(name);
  });

  it('never exceeds the length', () => {
    for (let maxLength = 20; maxLength < 100; maxLength++) {
      expect(physicalName('a-long-stack-name-indeed', 'AndALongLogicalIdentifierBehindIt', 'A1B2C3D4E5F6', { maxLength }).length).toBeLessThanOrEqual(maxLength);
    }
  });
});
