import { defineService } from '../../kernel/service.js';

export const ssm = defineService({ name: 'ssm', operations: {}, modelConstraints: true });
