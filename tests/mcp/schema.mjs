/*
 * schema.mjs ERRKB - every line that errkb mcp writes, against the official JSON schemas of
 * 2025-11-25 and 2026-07-28, as the conformance suite carries them.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);
const suite = require.resolve('@modelcontextprotocol/conformance/package.json')
    .replace('package.json', 'dist/index.js');

/* The schemas stand in the suite as literals: the one with these names in it. */
function schema(has, hasNot) {
    const text = readFileSync(suite, 'utf8');
    for (let at = text.indexOf('{$schema:`https://json-schema.org'); at >= 0;
         at = text.indexOf('{$schema:`https://json-schema.org', at + 1)) {
        let depth = 0, end = at;
        for (let quote = ''; end < text.length; end++) {
            const c = text[end];
            if (quote) {
                if (c === '\\') end++;
                else if (c === quote) quote = '';
            } else if (c === '"' || c === "'" || c === '`') quote = c;
            else if (c === '{') depth++;
            else if (c === '}' && --depth === 0) break;
        }
        const names = text.slice(at, end + 1);
        if (!names.includes('$defs:{') || !names.includes(has + ':{') || names.includes(hasNot + ':{'))
            continue;
        return new Function('return ' + names)();
    }
    throw new Error('the conformance suite has no schema with ' + has);
}

const eras = {
    legacy: schema('InitializeResult', 'DiscoverResult'),
    modern: schema('DiscoverResult', 'InitializeResult'),
};
const validators = {};
function valid(era, name, value) {
    const key = era + name;
    if (!validators[key]) {
        const ajv = new Ajv2020({ strict: false, allErrors: true });
        addFormats(ajv);
        if (!eras[era].$defs[name]) throw new Error('no ' + name + ' in the schema of ' + era);
        validators[key] = ajv.compile({ ...eras[era], $ref: '#/$defs/' + name });
    }
    if (!validators[key](value))
        throw new Error(`${era} ${name}: ${JSON.stringify(validators[key].errors.slice(0, 3))}: ` +
                        JSON.stringify(value).slice(0, 500));
}

const meta = {
    _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
        progressToken: 'p1',
    },
};
const call = (name, args) => ['tools/call', { name, arguments: args }, 'CallToolResult'];
const entry = 'errkb://entry/{+id}';
const requests = [
    ['tools/list', {}, 'ListToolsResult'],
    call('lookup_error', { text: 'error code 2607' }),
    call('lookup_error', { text: 2607, limit: 10 }),
    call('lookup_error', { text: 'my cat is ill' }),
    call('lookup_error', { text: 'sign in failed', facets: { client: 'android' } }),
    call('lookup_error', { text: 'a '.repeat(200000), limit: 10 }),
    call('lookup_error', { text: '\ud800 \u0000 \u202e' }),
    call('lookup_error', {}),
    call('lookup_error', { text: 'x', limit: 'many' }),
    call('get_entry', { id: 'nonsense' }),
    call('get_entry', {}),
    call('scan_log', { text: 'error 2607\nall is well\nsomething failed badly\n'.repeat(2000) }),
    call('scan_log', { path: '/etc/passwd' }),
    call('list_sources', {}),
    ['tools/call', { name: 'nonsense' }, null],
    ['tools/call', { name: 'lookup_error', arguments: [] }, null],
    ['tools/list', { cursor: 'nonsense' }, null],
    ['resources/list', {}, 'ListResourcesResult'],
    ['resources/templates/list', {}, 'ListResourceTemplatesResult'],
    ['resources/read', { uri: 'errkb://sources' }, 'ReadResourceResult'],
    ['resources/read', { uri: 'errkb://entry/nonsense' }, null],
    ['prompts/list', {}, 'ListPromptsResult'],
    ['prompts/get', { name: 'diagnose', arguments: { text: 'error 5' } }, 'GetPromptResult'],
    ['prompts/get', { name: 'nonsense' }, null],
    ['completion/complete', { ref: { type: 'ref/resource', uri: entry }, argument: { name: 'id', value: '' } },
     'CompleteResult'],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'diagnose' }, argument: { name: 'text', value: '' } },
     'CompleteResult'],
    ['nonsense/method', {}, null],
];
const raw = ['garbage', '[]', '{"jsonrpc":"2.0","id":null,"method":"ping"}', '{"method":5}', '[[['.repeat(30000)];

let lines = 0;
async function session(era) {
    const child = spawn(process.argv[2], ['mcp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const waiting = new Map();
    let entries = null;
    const first = era === 'legacy'
        ? [['initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
            'InitializeResult'], ['ping', {}, 'EmptyResult']]
        : [['server/discover', {}, 'DiscoverResult'], ['initialize', {}, null], ['ping', {}, null]];
    const all = [...first, ...requests];
    all.forEach(([method, params, result], id) => {
        waiting.set(id, { method, result });
        const body = era === 'modern' ? { ...params, ...meta } : { ...params, _meta: { progressToken: 7 } };
        child.stdin.write(JSON.stringify({ jsonrpc: '2.0', id, method, params: body }) + '\n');
    });
    for (const line of raw) child.stdin.write(line + '\n');
    child.stdin.end();
    let errors = 0;
    for await (const line of createInterface({ input: child.stdout })) {
        const message = JSON.parse(line);
        lines++;
        valid(era, 'JSONRPCMessage', message);
        if (message.method) {
            valid(era, 'ProgressNotification', message);
            continue;
        }
        if (message.id === undefined) {
            errors++;
            continue;
        }
        const { method, result } = waiting.get(message.id);
        waiting.delete(message.id);
        if ((result === null) !== (message.error !== undefined))
            throw new Error(`${era} ${method}: ${line.slice(0, 300)}`);
        if (result) valid(era, result, message.result);
        if (line.length > 100000) throw new Error(`${era} ${method}: ${line.length} bytes`);
        if (result === 'CompleteResult' && message.result.completion.values.length) entries = message.result;
    }
    if (waiting.size) throw new Error(`${era}: ${waiting.size} requests without a reply`);
    if (errors !== raw.length) throw new Error(`${era}: ${errors} errors without an id, not ${raw.length}`);
    if (!entries) throw new Error(`${era}: no ids complete themselves`);
    if (child.exitCode !== 0 && (await new Promise((done) => child.on('exit', done))) !== 0)
        throw new Error(era + ': exit status ' + child.exitCode);
}

await session('legacy');
await session('modern');
console.log(`schema: ${lines} lines are good`);
