import { describe, expect, it } from 'vitest';
import type { MethodRecord, ResourceRecord } from '../domain/state.js';
import { Routes } from './routes.js';

const resource = (path: string, ...methods: string[]): ResourceRecord => ({
  id: path,
  path,
  methods: Object.fromEntries(methods.map((httpMethod) => [httpMethod, { httpMethod } as MethodRecord])),
});

const routes = new Routes(
  [
    resource('/'),
    resource('/orders', 'GET', 'POST'),
    resource('/orders/{orderId}', 'GET'),
    resource('/orders/latest', 'GET'),
    resource('/orders/{orderId}/items/{itemId}', 'ANY'),
    resource('/parent'),
    resource('/parent/child', 'GET'),
    resource('/parent/{proxy+}', 'ANY'),
    resource('/a b', 'GET'),
    resource('/{proxy+}', 'ANY', 'GET'),
  ],
  (place, httpMethod) => `${httpMethod} ${place.path}`,
);

const match = (path: string, httpMethod = 'GET') => routes.match(path === '/' ? [] : path.slice(1).split('/'), httpMethod);

describe('routes', () => {
  it.each<[string, string, string | undefined, Record<string, string> | null]>([
    ['GET', '/orders', 'GET /orders', null],
    ['GET', '/orders/latest', 'GET /orders/latest', null],
    ['GET', '/orders/17', 'GET /orders/{orderId}', { orderId: '17' }],
    ['PUT', '/orders/17/items/a%2Fb', 'ANY /orders/{orderId}/items/{itemId}', { orderId: '17', itemId: 'a%2Fb' }],
    ['GET', '/orders/latest/items/1', 'ANY /orders/{orderId}/items/{itemId}', { orderId: 'latest', itemId: '1' }],
    ['GET', '/orders/17/other', 'GET /{proxy+}', { proxy: 'orders/17/other' }],
    ['GET', '/parent/child', 'GET /parent/child', null],
    ['GET', '/parent/child/deeper', 'ANY /parent/{proxy+}', { proxy: 'child/deeper' }],
    ['GET', '/parent', 'GET /{proxy+}', { proxy: 'parent' }],
    ['DELETE', '/x', 'ANY /{proxy+}', { proxy: 'x' }],
    ['GET', '/a%20b', 'GET /a b', null],
    ['DELETE', '/orders', undefined, null],
  ])('%s %s', (httpMethod, path, method, pathParameters) => {
    expect(match(path, httpMethod)).toMatchObject({ method, pathParameters });
  });

  it('has nothing at the root without a method there', () => {
    expect(match('/')).toBeUndefined();
  });
});
