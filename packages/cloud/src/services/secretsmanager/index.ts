import { defineService } from '../../kernel/service.js';

export const secretsmanager = defineService({ name: 'secretsmanager', operations: {}, modelConstraints: true });
