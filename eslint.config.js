import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '**/cdk.out/**', 'packages/cloud/src/generated/**', 'packages/cloud/src/compute/runtimes/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      // Inputs and outputs are typed by the SDK; where a shape is open (a template's properties, an SDK constructor) `any` is honest.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
      eqeqeq: 'error',
      'no-control-regex': 'off',
      'prefer-const': 'error',
    },
  },
  { files: ['*.config.*'], rules: { 'no-restricted-syntax': 'off' } },
);
