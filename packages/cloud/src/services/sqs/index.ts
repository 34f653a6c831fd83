import { defineService } from '../../kernel/service.js';

export const sqs = defineService({ name: 'sqs', operations: {}, modelConstraints: true });
