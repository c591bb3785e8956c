import { defineConfig, globalIgnores } from 'eslint/config'
import nextVitals from 'eslint-config-next/core-web-vitals'
import nextTs from 'eslint-config-next/typescript'
import tseslint from 'typescript-eslint'

const everywhere = [
  {
    selector:
      'CallExpression[callee.property.name=/^(fatal|error|warn|info|debug|trace)$/] > ObjectExpression.arguments:first-child > Property[key.name=/^(error|cause)$/]',
    message: 'Of an error, pino writes what is under `err`; under another name it writes {}.',
  },
]

const typed = { files: ['**/*.ts', '**/*.tsx'] }

export default defineConfig([
  globalIgnores(['.next/**', 'dist/**', 'data/**', 'lib/db/generated/**', 'next-env.d.ts', 'coverage/**']),
  ...nextVitals,
  ...nextTs,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, ...typed })),
  {
    ...typed,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      'max-lines': ['error', 400],
      'no-restricted-syntax': ['error', ...everywhere],
    },
  },
  {
    files: ['components/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        {
          selector:
            'JSXAttribute[name.name="sx"] Property[key.name=/^(width|height|left|top|flex|flexGrow|transform)$/] > TemplateLiteral[expressions.length>0]',
          message: 'Give what is measured in `style`: of each value in `sx` a CSS rule is left behind in the page.',
        },
      ],
    },
  },
  // Playwright's fixtures are given a function named `use`, which is no hook.
  { files: ['e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
])
