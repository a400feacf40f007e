/*
 * tune.mjs - the peers' settings: of a small grid those that are first right most often.
 *
 *   node tune.mjs WORK [NAME...]      WORK: where `run` left its files
 *
 * One setting after the other is varied while the others stay, twice over, on half of the labelled
 * queries of both sets, with and without codes. This favours the peers, who are measured on the same
 * queries. Writes what it finds into peers/peers.json.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Judge, judgeAll, measure, readLines } from "./judge.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const file = path.join(here, "peers/peers.json");
const [work, ...only] = process.argv.slice(2);
if (!work) {
    console.error("usage: tune.mjs WORK [NAME...]");
    process.exit(2);
}
const ROUNDS = 2;
const sets = ["cpp", "all"].map((kb) => ({ documents: `${work}/${kb}.documents.jsonl`, queries: `${work}/${kb}.queries.jsonl` }))
    .map((s) => ({ ...s, judge: new Judge(readLines(s.documents)) }));

export function command(peer, peers) {
    const [program, ...rest] = peer.command;
    return program.endsWith(".mjs") ? [process.execPath, path.join(here, "peers", program), ...rest] : [path.join(peers, program)];
}

/* Mean of top-1 and half of MRR@10 over all queries of the sets. */
function worth(peer, settings) {
    let sum = 0, count = 0;
    for (const s of sets) {
        const part = `${work}/tune.queries.jsonl`, answers = `${work}/tune.answers.jsonl`;
        const share = `1/${2 * (peer.slow ?? 1)}`;
        fs.writeFileSync(part, spawnSync(process.execPath, [path.join(here, "sample.mjs"), s.queries, share], { maxBuffer: 1 << 28 }).stdout);
        const [program, ...rest] = command(peer, process.env.ERRKB_PEERS);
        const done = spawnSync(program, [...rest, s.documents, part, answers, JSON.stringify({ ...settings, passes: 1 })], { stdio: "inherit" });
        if (done.status !== 0) throw new Error(`${peer.name}: failed`);
        const queries = readLines(part), names = new Set(queries.map((q) => q.set));
        for (const [row, judged] of judgeAll(s.judge, queries, readLines(answers))) {
            if (!names.has(row)) continue;
            const m = measure(judged);
            sum += (m.top1 + m.mrr / 2) * m.answerable;
            count += m.answerable;
        }
    }
    return sum / count;
}

const all = JSON.parse(fs.readFileSync(file, "utf8"));
for (const peer of all.filter((p) => !only.length || only.includes(p.name))) {
    let best = worth(peer, peer.settings);
    console.log(`${peer.name}: ${best.toFixed(4)}`);
    for (let round = 0; round < ROUNDS; round++) {
        const before = best;
        for (const [key, tried] of Object.entries(peer.grid))
            for (const value of tried.filter((v) => v !== peer.settings[key])) {
                const settings = { ...peer.settings, [key]: value }, found = worth(peer, settings);
                if (found <= best) continue;
                best = found;
                peer.settings = settings;
                console.log(`${peer.name}: ${best.toFixed(4)} ${JSON.stringify(settings)}`);
            }
        if (best === before) break;
    }
    const lines = all.map((p) => "  " + JSON.stringify(p));
    fs.writeFileSync(file, `[\n${lines.join(",\n")}\n]\n`);
}
