// npm run -s token -- --uid 1 --name portal [--for 24h]: a portal's token, signed with the key in JWT_SECRET or DATA_DIR.
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { SignJWT } from 'jose'

const { values } = parseArgs({
  options: {
    uid: { type: 'string', default: '1' },
    name: { type: 'string', default: 'portal' },
    for: { type: 'string', default: '24h' },
  },
})
const secretFile = path.join(process.env.DATA_DIR ?? './data', 'jwt-secret')
const uid = Number(values.uid)
if (!Number.isInteger(uid) || uid < 0) fail('--uid must be a whole number, 0 or more')
if (!process.env.JWT_SECRET && !fs.existsSync(secretFile))
  fail(`there is no ${secretFile}: start the console once, or set DATA_DIR or JWT_SECRET`)

// An empty one is as good as none, as for the console.
const secret = process.env.JWT_SECRET || fs.readFileSync(secretFile, 'utf8').trim()
const token = await new SignJWT({ uid, userName: values.name })
  .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
  .setIssuedAt()
  .setExpirationTime(values.for)
  .sign(new TextEncoder().encode(secret))
console.log(token)

function fail(message) {
  console.error(message)
  process.exit(1)
}
