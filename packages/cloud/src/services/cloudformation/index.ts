import { defineService } from '../../kernel/service.js';

export const cloudformation = defineService({ name: 'cloudformation', operations: {}, modelConstraints: true });
