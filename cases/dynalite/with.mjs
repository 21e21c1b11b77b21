// Runs a command with dynalite serving an empty table of cases, whose address
// the command finds in PUDDING_DYNAMODB: node with.mjs COMMAND [ARGUMENT…]
import { spawn } from 'node:child_process'
import dynalite from 'dynalite'

const table = {
  TableName: 'pudding-cases',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
}

const server = dynalite({ createTableMs: 0 })
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const endpoint = `http://127.0.0.1:${server.address().port}`

async function call(operation, body) {
  const reply = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      'X-Amz-Date': '20260101T000000Z',
      Authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=b',
    },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${operation}: ${await reply.text()}`)
  return reply.json()
}

await call('CreateTable', table)
while ((await call('DescribeTable', { TableName: table.TableName })).Table.TableStatus !== 'ACTIVE') {
  await new Promise((resolve) => setTimeout(resolve, 10))
}
const [command, ...args] = process.argv.slice(2)
spawn(command, args, { stdio: 'inherit', env: { ...process.env, PUDDING_DYNAMODB: endpoint } }).on('exit', (code) => {
  process.exit(code ?? 1)
})
