import { defineService } from '../../kernel/service.js';

export const cloudwatch = defineService({ name: 'cloudwatch', operations: {}, modelConstraints: true });
