import http from 'node:http'
import pg from 'pg'
import { inventorySql } from './inventory-sql.ts'

// The floor of a JSON endpoint: plain Node http, one query, JSON.stringify.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const server = http.createServer(async (_request, response) => {
  const { rows } = await pool.query({ name: 'page', text: inventorySql.type, values: ['m'] })
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: rows.slice(0, 100) }))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : null }))
})
