// ajv with js-yaml: each file by the schema of its kind, compiled once. Run where node_modules lies.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as yaml from 'js-yaml'
const [, , schemas, top] = process.argv
const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats(ajv)
const known = new Map()
function validator(kind) {
  if (!known.has(kind)) known.set(kind, ajv.compile(JSON.parse(readFileSync(join(schemas, `${kind}.json`), 'utf8'))))
  return known.get(kind)
}
let files = 0, bad = 0
for (const root of ['catalog', 'cmdb', 'changes']) {
  let items
  try { items = readdirSync(join(top, root), { recursive: true }) } catch { continue }
  for (const name of items) {
    if (!name.endsWith('.yaml')) continue
    files++
    const data = yaml.load(readFileSync(join(top, root, name), 'utf8'), { schema: yaml.JSON_SCHEMA })
    const check = validator(data.kind)
    if (!check(data)) { bad++; console.log(name, JSON.stringify(check.errors[0])) }
  }
}
console.log(`${files} files, ${bad} bad`)
process.exitCode = bad ? 1 : 0
