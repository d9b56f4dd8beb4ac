/** @type {import('next').NextConfig} */
export default {
  // Development and production builds do not share a folder, so one never spoils the other.
  distDir: process.env.FLEETWARDEN_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks types, of the tests too; a start on somebody's machine need not wait for that.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', '@prisma/client', '@prisma/adapter-pg', 'pino', 'graphile-worker', 'prom-client'],
}
