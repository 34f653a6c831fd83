import { defineService } from '../../kernel/service.js';

export const sts = defineService({ name: 'sts', operations: {}, modelConstraints: true });
