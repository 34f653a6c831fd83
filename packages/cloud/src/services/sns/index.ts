import { defineService } from '../../kernel/service.js';

export const sns = defineService({ name: 'sns', operations: {}, modelConstraints: true });
