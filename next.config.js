/** @type {import('next').NextConfig} */
export default {
  // Development and production builds do not share a folder, so one never spoils the other.
  distDir: process.env.FLEETWARDEN_DIST_DIR ?? '.next',
  poweredByHeader: false,
  // The development server writes nothing into the checkout.
  agentRules: false,
  reactStrictMode: true,
  // `npm test` checks types, of the tests too; a start on somebody's machine need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // Pages get theirs from proxy.ts, the API's answers from server/platform/api/headers.ts.
  headers: async () => [
    {
      source: '/_next/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
        { key: 'Referrer-Policy', value: 'no-referrer' },
      ],
    },
  ],
  // Few large chunks instead of many small ones: they compress better, which is 2 KB less on every page.
  experimental: { turbopackChunking: { minChunkSize: 200_000 } },
  serverExternalPackages: [
    ...['pg', '@prisma/client', '@prisma/adapter-pg', 'pino', 'graphile-worker', 'prom-client'],
    // Looks for its files beside itself.
    ...['pdfkit', 'fontkit'],
  ],
}
