/*
 * client.mjs ERRKB FOLDER - the official TypeScript client in its three modes: default, auto and
 * pinned. It checks structuredContent against each tool's output schema itself.
 */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import assert from 'node:assert/strict';
import { writeFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const [, , errkb, folder] = process.argv;
writeFileSync(join(folder, 'app.log'), 'ok\nerror code 2607\nerror code 2607\nit failed somehow\n');
const line = (i) => `it failed for user${(i * 7919) % 1000003} at step ${i} of ${(i * 104729) % 999983}\n`;
writeFileSync(join(folder, 'long.log'), Array.from({ length: 800000 }, (_, i) => line(i)).join(''));
symlinkSync('/etc/passwd', join(folder, 'link.log'));

const modes = [
    [undefined, '2025-11-25'],
    [{ mode: 'auto' }, '2026-07-28'],
    [{ mode: { pin: '2026-07-28' } }, '2026-07-28'],
];
for (const [versionNegotiation, version] of modes) {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation });
    await client.connect(new StdioClientTransport(
        { command: errkb, args: ['mcp', '--allow-dir', folder], stderr: 'inherit' }));
    assert.equal(client.getNegotiatedProtocolVersion(), version);

    const { tools } = await client.listTools();
    assert.deepEqual(tools.map((t) => t.name), ['lookup_error', 'get_entry', 'scan_log', 'list_sources']);
    for (const t of tools) {
        assert.equal(t.annotations.readOnlyHint, true);
        assert.equal(t.outputSchema.type, 'object');
    }
    const ask = (name, args, options) => client.callTool({ name, arguments: args }, options);

    const match = await ask('lookup_error', { text: 2607 });
    assert.equal(match.structuredContent.verdict, 'match');
    assert.match(match.content[0].text, /^Verdict: match/);
    const none = await ask('lookup_error', { text: 'my cat is ill' });
    assert.equal(none.structuredContent.verdict, 'none');
    assert.match(none.content[0].text, /^Verdict: none\. .*does not document/);

    const id = match.structuredContent.matches[0].id;
    assert.equal((await ask('get_entry', { id })).structuredContent.id, id);
    assert.equal((await ask('get_entry', { id: 'nonsense' })).isError, true);
    assert.equal((await ask('lookup_error', {})).isError, true);
    await assert.rejects(ask('nonsense', {}));

    let told = 0;
    const scan = await ask('scan_log', { path: 'app.log' }, { onprogress: (p) => { told = p.progress; } });
    assert.equal(scan.structuredContent.records, 4);
    assert.equal(scan.structuredContent.findings[0].count, 2);
    assert.equal(scan.structuredContent.unknown[0].line, 4);
    for (const path of ['/etc/passwd', '../../../etc/passwd', 'link.log', '.', '/proc/self/environ'])
        assert.equal((await ask('scan_log', { path })).isError, true, path);
    assert.ok((await ask('list_sources', {})).structuredContent.entries > 100);

    const uri = 'errkb://entry/' + id;
    for (const each of [uri, 'errkb://entry/' + encodeURIComponent(id)])
        assert.match((await client.readResource({ uri: each })).contents[0].text, /^# /);
    await assert.rejects(client.readResource({ uri: 'errkb://entry/nonsense' }));
    assert.equal((await client.listResources()).resources.length, 1);
    const templates = (await client.listResourceTemplates()).resourceTemplates;
    const completed = await client.complete({
        ref: { type: 'ref/resource', uri: templates[0].uriTemplate },
        argument: { name: 'id', value: id.slice(0, 12) },
    });
    assert.ok(completed.completion.values.every((v) => v.startsWith(id.slice(0, 12))));
    assert.equal((await client.listPrompts()).prompts[0].name, 'diagnose');
    const prompt = await client.getPrompt({ name: 'diagnose', arguments: { text: 'error 5' } });
    assert.match(prompt.messages[0].content.text, /error 5/);

    /* Many at once, and one that is no longer wanted. */
    const many = await Promise.all(Array.from({ length: 200 }, (_, i) => ask('lookup_error', { text: 2600 + i })));
    assert.ok(many.every((m) => m.structuredContent.verdict));
    const stop = new AbortController();
    const long = ask('scan_log', { path: 'long.log' },
        { signal: stop.signal, onprogress: () => stop.abort() });
    await assert.rejects(long);
    assert.equal((await ask('lookup_error', { text: 2607 })).structuredContent.verdict, 'match');
    await client.close();
    console.log(`client ${JSON.stringify(versionNegotiation ?? 'default')}: good`);
}
