import { defineService } from '../../kernel/service.js';

export const logs = defineService({ name: 'logs', operations: {}, modelConstraints: true });
