import { defineService } from '../../kernel/service.js';

export const lambda = defineService({ name: 'lambda', operations: {}, modelConstraints: true });
