import http from 'node:http'
import net from 'node:net'

type Got = { path: string; headers: http.IncomingHttpHeaders; body: string }
type Reply = { status: number; headers?: Record<string, string>; body?: string }

/** A receiver of webhooks on this machine: keeps what arrives and answers as told. */
export async function webReceiver(answer: (count: number) => Reply | null = () => ({ status: 200 })) {
  const got: Got[] = []
  const server = http.createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body })
      const reply = answer(got.length)
      // null: never answers.
      if (reply) response.writeHead(reply.status, reply.headers).end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, got, close }
}

type Mail = { from: string; to: string[]; text: string }

/** As much of an SMTP server as takes a message (RFC 5321). `refuse` answers RCPT with a 5xx. */
export async function mailReceiver({ refuse = false } = {}) {
  const got: Mail[] = []
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    let [rest, isData, mail] = ['', false, { from: '', to: [], text: '' } as Mail]
    const say = (line: string) => socket.write(`${line}\r\n`)
    const take = (line: string) => {
      if (isData) {
        if (line !== '.') {
          mail.text += `${line}\n`
          return
        }
        isData = false
        got.push(mail)
        mail = { from: '', to: [], text: '' }
        say('250 taken')
        return
      }
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'MAIL') mail.from = /<(.*)>/.exec(line)?.[1] ?? ''
      if (verb === 'RCPT' && !refuse) mail.to.push(/<(.*)>/.exec(line)?.[1] ?? '')
      if (verb === 'DATA') isData = true
      if (verb === 'RCPT' && refuse) say('550 nobody of that name')
      else say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok')
      if (verb === 'QUIT') socket.end()
    }
    socket.on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    })
    say('220 test')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `smtp://127.0.0.1:${port}`, got, close }
}
