/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Paths of the API and the registry may end in a slash (`POST /v2/<name>/blobs/uploads/`): they mean what they say.
  skipTrailingSlashRedirect: true,
  // Types and lint have their own commands; a build that repeats them only takes longer.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    // Texts are compiled when the console is built, so that browsers need not load the parser of their syntax.
    // This is what next-intl's plugin sets for `precompile`; the rest of the plugin is for rendering on the server.
    resolveAlias: {
      'use-intl/format-message': './node_modules/use-intl/dist/esm/production/format-message/format-only.js',
    },
    rules: {
      '*.json': {
        condition: { path: /lib\/i18n\/messages\/.*\.json$/ },
        loaders: [
          { loader: 'next-intl/extractor/catalogLoader', options: { messages: { format: 'json', precompile: true } } },
        ],
        as: '*.js',
      },
    },
  },
}

export default config
