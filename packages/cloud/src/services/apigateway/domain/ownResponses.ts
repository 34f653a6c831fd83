import { key } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { effectiveResponse } from './gatewayResponse.js';
import type { EffectiveResponse, GatewayResponseType } from './gatewayResponse.js';
import { gatewayResponses } from './state.js';

/** What stands for a type in this API now. */
export const effectiveIn = (ctx: Context, restApiId: string, type: GatewayResponseType): EffectiveResponse =>
  effectiveResponse(type, (name) => ctx.table(gatewayResponses).get(key(restApiId, name)));
