import { defineService } from '../../kernel/service.js';

export const iam = defineService({ name: 'iam', operations: {}, modelConstraints: true });
