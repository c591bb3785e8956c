// A plain Node http server, to measure beside: reads the body and answers a constant of as many bytes as argv[2].
import { createServer } from 'node:http'

const answer = Buffer.from(JSON.stringify('x'.repeat(Math.max(0, Number(process.argv[2] ?? 0) - 2))))
const server = createServer((req, res) => {
  req.resume()
  req.on('end', () => {
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
    res.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})
