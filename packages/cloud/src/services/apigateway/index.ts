import { defineService } from '../../kernel/service.js';

export const apigateway = defineService({ name: 'apigateway', operations: {}, modelConstraints: true });
