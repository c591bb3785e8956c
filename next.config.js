/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Paths of the API and the registry may end in a slash (`POST /v2/<name>/blobs/uploads/`): they mean what they say.
  skipTrailingSlashRedirect: true,
  // Types and lint have their own commands; a build that repeats them only takes longer.
  typescript: { ignoreBuildErrors: true },
}

export default config
