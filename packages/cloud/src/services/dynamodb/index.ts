import { defineService } from '../../kernel/service.js';

export const dynamodb = defineService({ name: 'dynamodb', operations: {}, modelConstraints: true });
